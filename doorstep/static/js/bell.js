// The bell: how many notifications are unread. Asked once in a while, not with every page.
(() => {
  const { kept, keep, member } = Doorstep;
  const bell = document.querySelector("[data-bell]");
  if (!bell) return;
  const badge = bell.querySelector("[data-bell-count]");
  const key = `bell:${member}`;
  const FRESH = 20_000;

  const show = (unread) => {
    badge.hidden = !unread;
    badge.textContent = unread > 99 ? "99+" : unread || "";
    bell.setAttribute("aria-label", unread ? `${bell.title}: ${unread} ${bell.dataset.unread}` : bell.title);
  };
  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(bell.dataset.bell).catch(() => null);
    // Signed out meanwhile: the answer is the sign-in page.
    if (!answer?.ok || answer.redirected) return;
    const { unread } = await answer.json();
    keep(key, { unread, at: Date.now() });
    show(unread);
  };

  const last = kept(key);
  if (last) show(last.unread);
  if (!last || Date.now() - last.at > FRESH || location.pathname === bell.pathname) look();
  setInterval(look, 60_000);
  for (const name of ["refresh", "visibilitychange"]) document.addEventListener(name, look);
  // Whoever comes back from what a notification is about has read it.
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
})();
