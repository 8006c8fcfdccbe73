// Keys: [data-shortcut="e"] is pressed by its key, [data-go="c"] by g then c; j, k, x move and select rows.
(() => {
  const off = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };
  let going = 0;

  const rows = () => [...document.querySelectorAll("[data-list] .row-link")].filter((link) => link.offsetParent);
  const move = (step) => {
    const links = rows();
    const at = links.indexOf(document.activeElement.closest?.("[data-row]")?.querySelector(".row-link"));
    const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const press = (element) => {
    if (element.nodeName === "SUMMARY") element.parentElement.open = true;
    if (Doorstep.typing(element)) element.focus(); else element.click();
    if (element.nodeName === "SUMMARY") element.parentElement.open = true;
  };
  const single = (event) => {
    const row = document.activeElement.closest?.("[data-row]");
    const inRow = row?.querySelector(`[data-row-key="${CSS.escape(event.key)}"]`);
    if (inRow) return press(inRow), true;
    if (event.key === "j" || event.key === "k") return move(event.key === "j" ? 1 : -1), true;
    if (event.key.toLowerCase() === "x" && row) {
      const box = row.querySelector("[data-select]");
      box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
      return true;
    }
    if (event.key === "?") return Doorstep.show(document.getElementById("help")), true;
    if (event.key === "/") {
      const opener = document.querySelector("button[data-palette-open]");
      return opener ? (opener.click(), true) : false;
    }
    const target = [...document.querySelectorAll(`[data-shortcut="${CSS.escape(event.key)}"]`)].find((each) => each.offsetParent && !each.hidden);
    return target ? (press(target), true) : false;
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = document.activeElement.form || document.activeElement.closest?.("form");
      if (form && form.method !== "get") { event.preventDefault(); form.requestSubmit(form.querySelector("[type=submit], button:not([type])") || undefined); }
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.shiftKey) {
      const opener = document.querySelector("button[data-palette-open]");
      if (opener) { event.preventDefault(); opener.click(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || off()) return;
    if (Doorstep.typing(event.target) || document.querySelector("dialog[open]")) return;
    if (going && Date.now() - going < 1500) {
      going = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(event.key.toLowerCase())}"]`);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    if (event.key === "g") { going = Date.now(); return; }
    if (single(event)) event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-switch]")) { try { localStorage.setItem("keys", event.target.checked ? "on" : "off"); } catch { /* private mode */ } }
  });
  document.querySelectorAll("[data-keys-switch]").forEach((box) => { box.checked = !off(); });
})();
