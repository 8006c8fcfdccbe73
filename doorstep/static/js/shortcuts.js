// Keys: [data-shortcut="e"] is pressed by its key, [data-go="c"] by g then c; j, k, x move and select rows.
(() => {
  const { all, kept, keep, typing, on, byId } = Doorstep;
  const off = () => kept("keys", localStorage) === "off";
  const visible = (element) => element.offsetParent && !element.hidden;
  let going = 0;

  const move = (step) => {
    const links = all("[data-list] .row-link").filter(visible);
    const at = links.indexOf(document.activeElement.closest?.("[data-row]")?.querySelector(".row-link"));
    const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return true;
  };
  const press = (element) => {
    if (!element) return false;
    if (typing(element)) element.focus(); else element.click();
    return true;
  };
  const pressed = (event) => {
    const { key, shiftKey } = event;
    const row = document.activeElement.closest?.("[data-row]");
    const inRow = row?.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
    if (inRow) return press(inRow);
    if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
    if (key.toLowerCase() === "x" && row) return !row.querySelector("[data-select]")?.dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey }));
    if (key === "?") return !Doorstep.show(byId("help"));
    if (key === "/") return press(document.querySelector("button[data-palette-open]"));
    // What the page itself offers goes before the frame: c makes a customer on their list, and opens New elsewhere.
    const offered = all(`[data-shortcut="${CSS.escape(key)}"]`).filter(visible);
    return press(offered.find((each) => each.closest("#main")) || offered[0]);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) {
      const form = document.activeElement.form || document.activeElement.closest?.("form");
      if (event.key === "Enter" && form && form.method !== "get") {
        event.preventDefault();
        form.requestSubmit(form.querySelector(".btn-primary:not([type=button])") || undefined);
      }
      if (event.key.toLowerCase() === "k" && press(document.querySelector("button[data-palette-open]"))) event.preventDefault();
      return;
    }
    if (event.altKey || event.defaultPrevented || off() || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (Date.now() - going < 1500) {
      going = 0;
      if (press(document.querySelector(`[data-go="${CSS.escape(event.key.toLowerCase())}"]`))) event.preventDefault();
    } else if (event.key === "g") going = Date.now();
    else if (pressed(event)) event.preventDefault();
  });

  on("change", "[data-keys-switch]", (box) => keep("keys", box.checked ? "on" : "off", localStorage));
  all("[data-keys-switch]").forEach((box) => { box.checked = !off(); });
})();
