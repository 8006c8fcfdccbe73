// Selecting rows of a list: one, a range with Shift, the page, or all that match. The form carries ids=… or all=1.
(() => {
  const { on, all, typing } = Doorstep;
  const boxes = (form) => all("[data-select]", form);
  const form = (element) => element.closest("[data-selection]");
  let last = null;

  const show = (form) => {
    const total = boxes(form).length;
    const picked = boxes(form).filter((box) => box.checked).length;
    const [bar, page, everything, more] = ["[data-bulk-bar]", "[data-select-page]", "[data-selected-all]", "[data-select-all]"].map((each) => form.querySelector(each));
    if (page) Object.assign(page, { checked: picked > 0 && picked === total, indeterminate: picked > 0 && picked < total });
    if (!bar) return;
    if (picked < total) everything.value = "";
    const matching = Number(more.dataset.total);
    const count = everything.value ? matching : picked;
    bar.hidden = picked === 0;
    bar.querySelector("[data-selected-count]").textContent = count.toLocaleString(document.documentElement.lang);
    more.hidden = !!everything.value || picked < total || matching <= picked;
    form.dispatchEvent(new CustomEvent("selection", { bubbles: true, detail: { count, all: !!everything.value } }));
  };
  const set = (form, checked) => {
    form.querySelector("[data-selected-all]").value = "";
    boxes(form).forEach((box) => { box.checked = checked; });
    show(form);
  };

  on("click", "[data-select]", (box, event) => {
    const stops = boxes(form(box));
    if (event.shiftKey && stops.includes(last)) {
      const [from, to] = [stops.indexOf(last), stops.indexOf(box)].sort((a, b) => a - b);
      stops.slice(from, to + 1).forEach((each) => { each.checked = box.checked; });
    }
    last = box;
    show(form(box));
  });
  on("click", "[data-select-page]", (box) => set(form(box), box.checked));
  on("click", "[data-select-none]", (button) => set(form(button), false));
  on("click", "[data-select-all]", (button) => {
    form(button).querySelector("[data-selected-all]").value = "1";
    show(form(button));
    form(button).querySelector("[data-select-none]").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || typing(event.target) || document.querySelector("dialog[open]")) return;
    all("[data-selection]").filter((each) => each.querySelector("[data-select]:checked")).forEach((each) => set(each, false));
  });
  // Going back shows the boxes as the browser kept them; a list that htmx renewed starts without a selection.
  const start = () => all("[data-selection]").forEach(show);
  addEventListener("pageshow", start);
  document.addEventListener("htmx:afterSettle", start);
})();
