// The palette: type to search (htmx fills the list), arrows choose, Enter opens. Empty, it shows what was open lately.
(() => {
  const { on, all, byId, keep, kept, member } = Doorstep;
  const [dialog, input, list] = ["palette", "palette-q", "palette-results"].map(byId);
  if (!dialog) return;
  const key = `recent:${member}`;
  const recent = () => (kept(key, localStorage) || []).filter((each) => each.url !== location.pathname);

  // A record page says <body data-recent="Ana Cruz" data-recent-note="Customer">.
  const { recent: label, recentNote: note = "" } = document.body.dataset;
  if (label) keep(key, [{ label, note, url: location.pathname }, ...recent().slice(0, 7)], localStorage);

  const options = () => all("[role=option]", list);
  const choose = (chosen) => {
    options().forEach((option, index) => {
      option.id ||= `palette-option-${index}`;
      option.tabIndex = -1;
      option.setAttribute("aria-selected", String(option === chosen));
    });
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id); else input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  };
  const showRecent = () => {
    list.replaceChildren();
    const entries = recent();
    if (entries.length) list.append(byId("palette-recent").content.cloneNode(true));
    for (const entry of entries) {
      const option = Object.assign(document.createElement("a"), { href: entry.url, textContent: entry.label });
      option.setAttribute("role", "option");
      option.append(Object.assign(document.createElement("span"), { className: "sub", textContent: entry.note }));
      list.append(option);
    }
    choose(options()[0]);
  };

  on("click", "button[data-palette-open]", () => {
    if (dialog.open) return;
    input.value = "";
    showRecent();
    dialog.showModal();
    // The commands that are there before anything is typed come from the server.
    htmx.trigger(document.body, "palette");
  });
  list.addEventListener("htmx:beforeSwap", (event) => {
    if (input.value.trim()) return;
    event.detail.shouldSwap = false;
    showRecent();
    list.insertAdjacentHTML("beforeend", event.detail.serverResponse);
    choose(options()[0]);
  });
  list.addEventListener("htmx:afterSettle", () => choose(options()[0]));
  input.addEventListener("keydown", (event) => {
    const stops = options();
    const at = stops.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step || event.key === "Enter" || event.key === "Escape") event.preventDefault();
    if (step) choose(stops[(at + step + stops.length) % stops.length]);
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) window.open(stops[at]?.href, "_blank");
    else if (event.key === "Enter") stops[at]?.click();
    if (event.key === "Escape") dialog.close();
  });
})();
