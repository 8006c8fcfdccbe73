// select[data-pick] becomes a box one types in (Tom Select); data-create="new:" lets people add what is not there,
// data-load="/address?q=" asks for options as they type. Without JavaScript the plain list stays.
(() => {
  const start = (select) => {
    if (select.tomselect || typeof TomSelect === "undefined") return;
    const { create, load } = select.dataset;
    const box = new TomSelect(select, {
      create: create ? (typed) => ({ value: create + typed.trim(), text: typed.trim() }) : false,
      persist: false,
      refreshThrottle: 0, // Enter right after the last letter takes what was typed
      onItemAdd() { this.setTextboxValue(""); },
      allowEmptyOption: false,
      maxOptions: 300,
      closeAfterSelect: !select.multiple,
      render: {
        option_create: (typed, escape) => `<div class="create">+ <b>${escape(typed.input)}</b></div>`,
        no_results: () => `<div class="no-results">–</div>`,
        ...(select.multiple ? { item: (item, escape) => `<div class="item">${escape(item.text)}<button type="button" class="item-remove" tabindex="-1" aria-label="×">×</button></div>` } : {}),
      },
      load: load ? (typed, done) => fetch(load + encodeURIComponent(typed)).then((answer) => answer.json()).then((found) => done(found.options)).catch(() => done()) : null,
    });
    select.setAttribute("aria-label", select.labels?.[0]?.textContent.trim() || select.name);
    const label = select.labels?.[0];
    if (label && !label.htmlFor.endsWith("-ts-control")) label.htmlFor = `${select.id}-ts-control`;
    if (select.multiple) {
      box.control.addEventListener("click", (event) => {
        const item = event.target.closest(".item-remove")?.closest(".item");
        if (item) box.removeItem(item);
      });
    }
    // A restored draft writes to the select itself.
    select.addEventListener("change", (event) => { if (!event.isTrusted && event.bubbles && box.getValue().toString() !== [...select.selectedOptions].map((one) => one.value).toString()) box.sync(); });
  };
  const startAll = (where) => where.querySelectorAll("select[data-pick]").forEach(start);

  document.addEventListener("DOMContentLoaded", () => startAll(document));
  document.addEventListener("htmx:afterSettle", (event) => startAll(event.target));
  document.addEventListener("draft:rows", (event) => {
    for (const select of event.target.querySelectorAll("select[data-create]")) {
      for (const value of event.detail[`${select.name}||0`] || []) {
        if (![...select.options].some((option) => option.value === value)) select.add(new Option(value.replace(select.dataset.create, ""), value));
      }
    }
  });
})();
