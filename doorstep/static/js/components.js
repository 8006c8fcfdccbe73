// Alpine components (CSP build: logic lives here, templates only name it).
document.addEventListener("alpine:init", () => {
  // x-data="toggle" … @click="flip" … x-show="open"; data-open on the element starts it open.
  Alpine.data("toggle", () => ({
    open: false,
    init() { this.open = "open" in this.$el.dataset; },
    flip() { this.open = !this.open; },
    get closed() { return !this.open; },
  }));

  // x-data="choice" on a block with a select, radios or checkbox marked data-choice; parts carry data-when="company other".
  // Parts that are not chosen are hidden and switched off, so that they are neither required nor sent.
  Alpine.data("choice", () => ({
    init() {
      this.$el.addEventListener("change", (event) => { if (event.target.closest("[data-choice]")) this.apply(); });
      this.apply();
    },
    value() {
      const field = this.$el.querySelector("select[data-choice], [data-choice] select, input[data-choice]:checked, [data-choice] input:checked");
      return field ? field.value : "";
    },
    apply() {
      const value = this.value();
      this.$el.querySelectorAll("[data-when]").forEach((part) => {
        const shown = part.dataset.when.split(" ").includes(value || "none");
        part.hidden = !shown;
        part.querySelectorAll("input, select, textarea").forEach((field) => { field.disabled = !shown; });
      });
    },
  }));

  // x-data="rows" around a Django formset: [data-rows] holds the rows, <template data-row-template> one with __prefix__.
  Alpine.data("rows", () => ({
    init() {
      this.$el.closest("form")?.addEventListener("draft:rows", (event) => {
        const prefix = this.$el.dataset.prefix;
        const wanted = Object.keys(event.detail).map((name) => Number(name.match(new RegExp(`^${prefix}-(\\d+)-`))?.[1] ?? -1));
        while (Number(this.total().value) <= Math.max(-1, ...wanted)) this.add(false);
      });
    },
    total() { return this.$el.closest("[x-data]").querySelector(`[name="${this.$root.dataset.prefix}-TOTAL_FORMS"]`); },
    add(focus = true) {
      const count = this.total();
      const holder = this.$root.querySelector("[data-rows]");
      const html = this.$root.querySelector("template[data-row-template]").innerHTML.replaceAll("__prefix__", count.value);
      holder.insertAdjacentHTML("beforeend", html);
      count.value = Number(count.value) + 1;
      htmx.process(holder.lastElementChild);
      if (focus !== false) holder.lastElementChild.querySelector("input:not([type=hidden]), select")?.focus();
    },
    remove(event) {
      const row = event.target.closest("[data-row-of]");
      const gone = row.querySelector('[name$="-DELETE"]');
      if (gone) gone.checked = true; else row.querySelectorAll("input, select, textarea").forEach((field) => { field.value = ""; });
      row.hidden = true;
    },
  }));
});
