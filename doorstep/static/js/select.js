// Selecting rows of a list: one, a range with Shift, the page, or all that match. The form carries ids=… or all=1.
(() => {
  let last = null;
  const scope = (element) => element.closest("[data-selection]");
  const boxes = (form) => [...form.querySelectorAll("[data-select]")];

  const show = (form) => {
    const all = boxes(form);
    const picked = all.filter((box) => box.checked).length;
    const bar = form.querySelector("[data-bulk-bar]");
    const page = form.querySelector("[data-select-page]");
    const everything = form.querySelector("[data-selected-all]");
    const more = form.querySelector("[data-select-all]");
    if (page) {
      page.checked = picked > 0 && picked === all.length;
      page.indeterminate = picked > 0 && picked < all.length;
    }
    if (!bar) return;
    if (picked < all.length) everything.value = "";
    const total = Number(more?.dataset.total || 0);
    const shown = everything.value ? total : picked;
    bar.hidden = picked === 0;
    bar.querySelector("[data-selected-count]").textContent = shown.toLocaleString(document.documentElement.lang);
    if (more) more.hidden = !!everything.value || picked < all.length || total <= picked;
    form.dispatchEvent(new CustomEvent("selection", { bubbles: true, detail: { count: shown, all: !!everything.value } }));
  };
  const setAll = (form, checked) => { boxes(form).forEach((box) => { box.checked = checked; }); show(form); };
  const clear = (form) => { const hidden = form.querySelector("[data-selected-all]"); if (hidden) hidden.value = ""; setAll(form, false); };

  document.addEventListener("click", (event) => {
    const form = scope(event.target);
    if (!form) return;
    const box = event.target.closest("[data-select]");
    if (box) {
      const all = boxes(form);
      if (event.shiftKey && last && all.includes(last)) {
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
        all.slice(from, to + 1).forEach((each) => { each.checked = box.checked; });
      }
      last = box;
      show(form);
    }
    if (event.target.closest("[data-select-page]")) setAll(form, event.target.checked);
    if (event.target.closest("[data-select-none]")) clear(form);
    if (event.target.closest("[data-select-all]")) {
      form.querySelector("[data-selected-all]").value = "1";
      show(form);
      form.querySelector("[data-select-none]")?.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || Doorstep.typing(event.target) || document.querySelector("dialog[open]")) return;
    document.querySelectorAll("[data-selection]").forEach((form) => { if (boxes(form).some((box) => box.checked)) clear(form); });
  });
  // Going back shows the boxes as the browser kept them; a list that htmx renewed starts without a selection.
  const start = () => document.querySelectorAll("[data-selection]").forEach(show);
  addEventListener("pageshow", start);
  document.addEventListener("htmx:afterSettle", (event) => { if (event.target.querySelector?.("[data-select]")) start(); });
})();
