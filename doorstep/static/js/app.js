// What every page needs: CSRF for htmx, toasts, what to say when a request fails, menus, and keeping one's place.
const Doorstep = (window.Doorstep = {});
(() => {
  const here = location.pathname + location.search;
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const phrases = byId("phrases").dataset;
  // Storage may be full or switched off; then things are simply not remembered.
  const keep = (key, value, store = sessionStorage) => { try { store.setItem(key, JSON.stringify(value)); } catch { /* not remembered */ } };
  const kept = (key, store = sessionStorage) => { try { return JSON.parse(store.getItem(key)); } catch { return null; } };
  // One listener for whatever matches, now or later: on("click", "[data-x]", (element, event) => …).
  const on = (name, selector, act, early = false) => document.addEventListener(name, (event) => {
    const found = event.target.closest?.(selector);
    if (found) act(found, event);
  }, early);
  const typing = (field) => !!field && (field.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName) && !/^(checkbox|radio|button|submit)$/.test(field.type)));
  Object.assign(Doorstep, { on, all, byId, keep, kept, typing, phrases, member: document.body.dataset.member || "" });

  // --- toasts ---
  const expire = (line) => {
    if (!("sticky" in line.dataset)) setTimeout(() => (line.matches(":hover, :focus-within") ? expire(line) : line.remove()), 9000);
  };
  const toast = ({ text, level = "success", undo = "", link = null }) => {
    const line = byId("toast-template").content.firstElementChild.cloneNode(true);
    line.classList.add(`is-${level}`);
    line.querySelector(".toast-text").textContent = text;
    if (undo) Object.assign(line.querySelector("form"), { hidden: false, action: undo });
    if (link) Object.assign(line.querySelector("a"), { hidden: false, href: link.url, textContent: link.label });
    if (level === "error") line.dataset.sticky = "";
    byId("toasts").append(line);
    expire(line);
  };
  Doorstep.toast = toast;
  document.addEventListener("toast", (event) => toast(event.detail));
  on("click", "[data-toast-close]", (button) => button.closest("[data-toast]").remove());
  on("submit", "[data-toast] form", async (form, event) => {
    event.preventDefault();
    form.closest("[data-toast]").remove();
    await htmx.ajax("POST", form.action, { source: document.body, swap: "none" });
    htmx.trigger(document.body, "undone");
    if (!document.querySelector("[hx-trigger*=undone]")) refresh();
  });
  all("[data-toast]").forEach(expire);

  // The page as it stands now, in place: without a jump and without losing the toasts that are shown.
  const refresh = async () => {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.getElementById("main");
    byId("main").replaceWith(main);
    htmx.process(main);
    all("#toasts > *", page).forEach((line) => { byId("toasts").append(line); expire(line); });
    htmx.trigger(main, "htmx:afterSettle");
  };
  document.addEventListener("refresh", refresh);

  // --- htmx: CSRF, failures ---
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // The session ended: htmx followed the redirect to the sign-in page, which is not the fragment it asked for.
    const where = new URL(event.detail.xhr.responseURL || here, location.href).pathname;
    if (where === location.pathname || !/\/login\/$/.test(where)) return;
    event.detail.shouldSwap = false;
    toast({ text: phrases.ended, level: "error", link: { url: `${where}?next=${encodeURIComponent(here)}`, label: phrases.signIn } });
  });
  document.addEventListener("htmx:responseError", (event) => {
    const said = { 403: phrases.forbidden, 404: phrases.gone, 410: phrases.gone, 429: phrases.slow }[event.detail.xhr.status];
    toast({ text: said || phrases.broken, level: "error" });
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => toast({ text: phrases.offline, level: "error" }));
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    toast({ text: phrases.passkey, level: "error" });
  });

  // --- small things ---
  on("click", "[data-copy]", (button) => navigator.clipboard?.writeText(button.dataset.copy).then(() => toast({ text: phrases.copied })));
  on("change", "[data-submits]", (field) => field.form.requestSubmit());
  // Signing out on a shared machine leaves nothing behind.
  on("submit", "[data-forget]", () => {
    sessionStorage.clear();
    Object.keys(localStorage).filter((key) => key.startsWith("recent:")).forEach((key) => localStorage.removeItem(key));
  });

  // --- menus: <details data-menu> ---
  document.addEventListener("click", (event) => {
    all("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  // A menu in a row of a list lies above the list, which scrolls sideways and would cut it off.
  document.addEventListener("toggle", ({ target }) => {
    const menu = target.matches(".list [data-menu][open]") && target.querySelector(".dropdown-menu");
    if (!menu) return;
    const { top, bottom, right } = target.getBoundingClientRect();
    const over = bottom + menu.offsetHeight > innerHeight;
    Object.assign(menu.style, { top: `${over ? top - menu.offsetHeight - 4 : bottom + 4}px`, right: `${Math.max(4, document.documentElement.clientWidth - Math.max(right, menu.offsetWidth + 4))}px` });
  }, true);
  document.addEventListener("scroll", () => all(".list [data-menu][open]").forEach((menu) => { menu.open = false; }), true);
  on("keydown", "details[data-menu]", (menu, event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
      event.preventDefault();
      event.stopPropagation();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || typing(event.target) || event.target.type === "radio") return;
    event.preventDefault();
    menu.open = true;
    const stops = all(".dropdown-menu :is(a, button, input, select)", menu);
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length]?.focus();
  }, true);

  // --- keeping one's place: the list remembers the record that was opened, the record knows its neighbours ---
  on("click", "[data-list] a.row-link", (row) => {
    const list = row.closest("[data-list]");
    keep(`list:${list.dataset.list}`, { url: here, all: all("a.row-link", list).map((link) => link.getAttribute("href")) });
    keep(`place:${here}`, row.getAttribute("href"));
  });
  addEventListener("pageshow", () => {
    const place = kept(`place:${here}`);
    if (!place || !document.querySelector("[data-list]")) return;
    sessionStorage.removeItem(`place:${here}`);
    const row = document.querySelector(`a.row-link[href="${CSS.escape(place)}"]`);
    row?.scrollIntoView({ block: "center" });
    row?.focus({ preventScroll: true });
  });
  const neighbours = document.querySelector("[data-neighbours]");
  const list = neighbours && kept(`list:${neighbours.dataset.neighbours}`);
  if (list) {
    const at = list.all.findIndex((href) => `${location.pathname}/`.startsWith(`${href.split("?")[0].replace(/\/$/, "")}/`));
    all("[data-back]").forEach((link) => { if (link.pathname === list.url.split("?")[0]) link.href = list.url; });
    for (const [name, href] of [["previous", list.all[at - 1]], ["next", list.all[at + 1]]]) {
      const link = neighbours.querySelector(`[data-${name}]`);
      if (at >= 0 && link && href) Object.assign(link, { href, hidden: false });
    }
    const position = neighbours.querySelector("[data-position]");
    if (position && at >= 0) position.textContent = `${at + 1} / ${list.all.length}`;
  }
  document.querySelector("[data-focus]")?.focus();
})();
