// The customers list: filters leave no empty parameters behind, presets fill ranges of days, columns change places.
(() => {
  const bare = (form) => [...form.querySelectorAll("input[name], select[name]")].filter((field) => !field.value);
  // Empty fields would only make the address long.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-skip-empty], [data-as-you-type]")) return;
    bare(event.target).forEach((field) => { field.disabled = true; });
    setTimeout(() => bare(event.target).forEach((field) => { field.disabled = false; }), 500);
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const { parameters, elt } = event.detail;
    if (!elt.closest("[data-as-you-type]")) return;
    for (const key of [...parameters.keys()]) if (!parameters.get(key)) parameters.delete(key);
  });

  // What was typed since the page was loaded goes along to a tab or a file.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-keeps-search]");
    const search = document.querySelector("[data-as-you-type] input[type=search]");
    if (!link || !search) return;
    const url = new URL(link.href);
    if (search.value.trim()) url.searchParams.set("q", search.value); else url.searchParams.delete("q");
    link.href = url;
  }, true);

  document.addEventListener("click", (event) => {
    const preset = event.target.closest("[data-preset]");
    if (preset) {
      const [low, high] = preset.closest("[data-days]").querySelectorAll("input");
      const pressed = preset.getAttribute("aria-pressed") === "true";
      low.value = pressed ? "" : preset.dataset.low;
      high.value = pressed ? "" : preset.dataset.high;
      preset.parentElement.querySelectorAll("[data-preset]").forEach((each) => each.setAttribute("aria-pressed", String(each === preset && !pressed)));
    }
    const mover = event.target.closest("[data-column-move]");
    if (mover) {
      const item = mover.closest("[data-column-item]");
      if (mover.dataset.columnMove === "-1") item.previousElementSibling?.before(item); else item.nextElementSibling?.after(item);
      mover.focus();
    }
  });
  document.addEventListener("input", (event) => {
    const days = event.target.closest("[data-days]");
    if (days) days.querySelectorAll("[data-preset]").forEach((each) => each.setAttribute("aria-pressed", "false"));
  });

  // A long list is counted when it matters: once the whole page is picked, to offer "Select all N that match".
  const picked = () => {
    const boxes = [...document.querySelectorAll("[data-select]")];
    return boxes.length > 0 && boxes.every((box) => box.checked);
  };
  document.addEventListener("selection", () => {
    if (picked()) document.querySelector("[data-count-them]")?.click();
  });
  document.addEventListener("htmx:afterSwap", () => {
    const exact = document.querySelector("[data-exact]");
    const more = document.querySelector("[data-select-all]");
    if (!exact || !more || more.dataset.total === exact.dataset.exact) return;
    more.dataset.total = exact.dataset.exact;
    more.textContent = more.textContent.replace(/\d[\d.,\s]*/, `${Number(exact.dataset.exact).toLocaleString(document.documentElement.lang)} `);
    more.hidden = !picked();
  });
})();
