// <select data-typed>: a select in which one types to find; data-typed-new lets one add what is not there.
// Pages bring it with {% include "chrome/_typed_select.html" %}. Without JavaScript it stays a plain select.
(() => {
  const enhance = (select) => {
    if (select.tomselect) return;
    const label = select.labels?.[0]?.textContent.trim() || select.getAttribute("aria-label") || "";
    const made = new TomSelect(select, {
      create: "typedNew" in select.dataset,
      maxOptions: 200,
      hidePlaceholder: true,
      closeAfterSelect: !select.multiple,
      render: {
        option_create: (typed, escape) => `<div class="create">${escape(Doorstep.phrases.add)} <strong>${escape(typed.input)}</strong></div>`,
        no_results: (typed, escape) => `<div class="no-results">${escape(Doorstep.phrases.none)}</div>`,
      },
    });
    // The real select is hidden from people; the field one types in carries its name.
    select.setAttribute("aria-hidden", "true");
    made.control_input.setAttribute("aria-label", label);
    made.dropdown_content.setAttribute("aria-label", label);
  };
  const start = () => Doorstep.all("select[data-typed]").forEach(enhance);
  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:afterSettle", start);
})();
