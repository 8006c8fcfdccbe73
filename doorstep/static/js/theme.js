// Runs before the first paint, so that neither the theme nor the sidebar flashes. Kept per device.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const write = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode: for this page only */ } };
  let theme = read("theme") || "system";

  const paint = () => { root.dataset.bsTheme = theme === "system" ? (dark.matches ? "dark" : "light") : theme; };
  root.classList.add("js");
  if (read("side") === "narrow") root.dataset.side = "narrow";
  paint();
  dark.addEventListener("change", paint);

  document.addEventListener("change", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    theme = event.target.value;
    write("theme", theme);
    paint();
  });
  const showFold = (button) => {
    button.setAttribute("aria-expanded", String(root.dataset.side !== "narrow"));
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fold]");
    if (!button) return;
    if (root.dataset.side === "narrow") delete root.dataset.side; else root.dataset.side = "narrow";
    write("side", root.dataset.side || "");
    showFold(button);
  });
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(`[data-theme-switch] [value=${theme}]`).forEach((radio) => { radio.checked = true; });
    document.querySelectorAll("[data-fold]").forEach(showFold);
  });
})();
