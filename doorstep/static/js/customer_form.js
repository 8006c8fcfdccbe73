// The customer form: names follow the type, and the billing address shows when it is a different one.
(() => {
  const follow = (form) => {
    const chosen = form.querySelector("[name=type]:checked");
    const kind = chosen?.dataset.kind || "person";
    const names = form.querySelector("[data-names]");
    const company = names.querySelector("[data-company]");
    form.dataset.kind = kind;
    // The order on screen is the order of the keyboard, so the field moves and is not only shown elsewhere.
    if (kind === "company") names.prepend(company); else names.append(company);
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.(".customer-form");
    if (form && event.target.name === "type") {
      follow(form);
      event.target.focus();
    }
  });
})();
document.addEventListener("alpine:init", () => {
  // x-data="ticked": parts with data-ticked-by="name" show while the checkbox of that name is ticked.
  Alpine.data("ticked", () => ({
    init() {
      this.$el.addEventListener("change", () => this.apply());
      this.apply();
    },
    apply() {
      this.$el.querySelectorAll("[data-ticked-by]").forEach((part) => {
        part.hidden = !this.$el.querySelector(`[name="${part.dataset.tickedBy}"]`).checked;
      });
    },
  }));
});
