// The palette: type to search (htmx fills the list), arrows choose, Enter opens. Empty, it shows what was open lately.
(() => {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = document.getElementById("palette-q");
  const list = document.getElementById("palette-results");
  const key = `recent:${Doorstep.member()}`;
  const recent = () => { try { return JSON.parse(localStorage.getItem(key)) || []; } catch { return []; } };

  // A record page says <body data-recent="Ana Cruz" data-recent-note="Customer">.
  const { recent: label, recentNote = "" } = document.body.dataset;
  if (label) {
    const kept = recent().filter((each) => each.url !== location.pathname).slice(0, 7);
    try { localStorage.setItem(key, JSON.stringify([{ label, note: recentNote, url: location.pathname }, ...kept])); } catch { /* full or off */ }
  }

  const options = () => [...list.querySelectorAll("[role=option]")];
  const choose = (option) => {
    options().forEach((each, index) => {
      each.id ||= `palette-option-${index}`;
      each.tabIndex = -1;
      each.setAttribute("aria-selected", String(each === option));
    });
    if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
  };
  const showRecent = () => {
    const entries = recent().filter((each) => each.url !== location.pathname);
    const head = document.getElementById("palette-recent").content.cloneNode(true);
    list.replaceChildren(...(entries.length ? [head] : []), ...entries.map((each) => {
      const option = document.createElement("a");
      option.setAttribute("role", "option");
      option.href = each.url;
      option.append(each.label);
      const note = document.createElement("span");
      note.className = "sub";
      note.textContent = each.note;
      option.append(note);
      return option;
    }));
    choose(options()[0]);
  };
  const open = () => {
    if (dialog.open) return;
    input.value = "";
    showRecent();
    dialog.showModal();
    // The commands that are there before anything is typed come from the server too.
    htmx.trigger(document.body, "palette");
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("button[data-palette-open]")) open();
  });
  list.addEventListener("htmx:beforeSwap", (event) => {
    if (input.value.trim()) return;
    showRecent();
    event.detail.shouldSwap = false;
    list.insertAdjacentHTML("beforeend", event.detail.serverResponse);
    choose(options()[0]);
  });
  list.addEventListener("htmx:afterSettle", () => choose(options()[0]));
  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      if (!all[at]) return;
      if (event.metaKey || event.ctrlKey) window.open(all[at].href, "_blank"); else all[at].click();
    }
    if (event.key === "Escape") { event.preventDefault(); dialog.close(); }
  });
})();
