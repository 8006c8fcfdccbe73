// What every page needs: CSRF for htmx, toasts, what to say when a request fails, menus, and keeping one's place.
const Doorstep = (window.Doorstep = {});
(() => {
  const phrases = () => document.getElementById("phrases").dataset;
  const token = () => document.querySelector("meta[name=csrf-token]").content;
  Doorstep.typing = (element) => !!element && (element.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && !/^(checkbox|radio|button|submit)$/.test(element.type)));
  Doorstep.member = () => document.body.dataset.member || "";
  Doorstep.phrases = phrases;

  // --- toasts ---
  Doorstep.toast = ({ text, level = "success", undo = "", link = null }) => {
    const line = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
    line.classList.add(`is-${level}`);
    line.querySelector(".toast-text").textContent = text;
    if (undo) {
      const form = line.querySelector("form");
      form.hidden = false;
      form.action = undo;
    }
    if (link) {
      const anchor = line.querySelector("a");
      anchor.hidden = false;
      anchor.href = link.url;
      anchor.textContent = link.label;
    }
    if (level === "error") line.dataset.sticky = "";
    document.getElementById("toasts").append(line);
    expire(line);
  };
  const expire = (line) => {
    if (!("sticky" in line.dataset)) setTimeout(() => (line.matches(":hover, :focus-within") ? expire(line) : line.remove()), 9000);
  };
  document.addEventListener("toast", (event) => Doorstep.toast(event.detail));
  document.addEventListener("submit", async (event) => {
    const line = event.target.closest("[data-toast]");
    if (!line) return;
    event.preventDefault();
    line.remove();
    await htmx.ajax("POST", event.target.action, { source: document.body, swap: "none" });
    htmx.trigger(document.body, "undone");
    if (!document.querySelector("[hx-trigger*=undone]")) Doorstep.refresh();
  });
  // The page as it stands now, in place: without a jump and without losing the toasts that are shown.
  Doorstep.refresh = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.getElementById("main");
    if (!main) return;
    document.getElementById("main").replaceWith(main);
    htmx.process(main);
    page.querySelectorAll("#toasts > *").forEach((line) => { document.getElementById("toasts").append(line); expire(line); });
    main.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true }));
  };
  document.addEventListener("refresh", Doorstep.refresh);
  document.querySelectorAll("[data-toast]").forEach(expire);

  // --- htmx: CSRF, failures ---
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = token();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // The session ended: htmx followed the redirect to the sign-in page, which is not the fragment it asked for.
    const where = new URL(event.detail.xhr.responseURL || location.href, location.href).pathname;
    if (where !== location.pathname && /\/login\/$/.test(where)) {
      event.detail.shouldSwap = false;
      Doorstep.toast({ text: phrases().ended, level: "error", link: { url: `${where}?next=${encodeURIComponent(location.pathname + location.search)}`, label: phrases().signIn } });
    }
  });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    const said = { 403: phrases().forbidden, 404: phrases().gone, 410: phrases().gone, 429: phrases().slow }[status];
    Doorstep.toast({ text: said || phrases().broken, level: "error" });
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => Doorstep.toast({ text: phrases().offline, level: "error" }));
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    Doorstep.toast({ text: phrases().passkey, level: "error" });
  });

  // --- small clicks ---
  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-toast-close]");
    if (close) close.closest("[data-toast]").remove();
    const copy = event.target.closest("[data-copy]");
    if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => Doorstep.toast({ text: phrases().copied }));
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });
  // Signing out on a shared machine leaves nothing behind.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-forget]")) return;
    sessionStorage.clear();
    for (const key of Object.keys(localStorage)) if (key.startsWith("recent:")) localStorage.removeItem(key);
  });

  // --- menus by keyboard ---
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details[data-menu]");
    if (!menu) return;
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
      event.preventDefault();
      event.stopPropagation();
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !Doorstep.typing(event.target) && event.target.type !== "radio") {
      event.preventDefault();
      menu.open = true;
      const stops = [...menu.querySelectorAll(".dropdown-menu :is(a, button, input, select)")];
      const step = event.key === "ArrowDown" ? 1 : -1;
      stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length]?.focus();
    }
  }, true);

  // --- keeping one's place: the list remembers the record that was opened, the record knows its neighbours ---
  const note = (key, value) => { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* full or off */ } };
  const noted = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  const here = location.pathname + location.search;
  document.addEventListener("click", (event) => {
    const row = event.target.closest("a.row-link");
    const list = row?.closest("[data-list]");
    if (!list) return;
    const all = [...list.querySelectorAll("a.row-link")].map((link) => link.getAttribute("href"));
    note(`list:${list.dataset.list}`, { url: location.pathname + location.search, all });
    note(`place:${location.pathname + location.search}`, row.getAttribute("href"));
  });
  addEventListener("pageshow", () => {
    const place = noted(`place:${here}`);
    if (!place || !document.querySelector("[data-list]")) return;
    sessionStorage.removeItem(`place:${here}`);
    const row = document.querySelector(`a.row-link[href="${CSS.escape(place)}"]`);
    row?.scrollIntoView({ block: "center" });
    row?.focus({ preventScroll: true });
  });
  const neighbours = document.querySelector("[data-neighbours]");
  const list = neighbours && noted(`list:${neighbours.dataset.neighbours}`);
  if (list) {
    const at = list.all.findIndex((href) => href.split("?")[0] === location.pathname || location.pathname.startsWith(href.split("?")[0]));
    document.querySelectorAll("[data-back]").forEach((link) => { if (link.pathname === list.url.split("?")[0]) link.href = list.url; });
    for (const [name, index] of [["previous", at - 1], ["next", at + 1]]) {
      const link = neighbours.querySelector(`[data-${name}]`);
      if (at >= 0 && link && list.all[index]) { link.href = list.all[index]; link.hidden = false; }
    }
    const position = neighbours.querySelector("[data-position]");
    if (position && at >= 0) position.textContent = `${at + 1} / ${list.all.length}`;
  }
  document.querySelector("[data-focus]")?.focus();
})();
