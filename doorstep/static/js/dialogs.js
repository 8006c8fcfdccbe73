// Native dialogs: opening and closing, sheets filled by htmx, and the question before what cannot be undone.
(() => {
  const byId = (id) => document.getElementById(id);
  const show = (dialog) => { if (dialog && !dialog.open) dialog.showModal(); };
  Doorstep.show = show;

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) {
      opener.closest("details[data-menu]")?.removeAttribute("open");
      show(byId(opener.dataset.open));
    }
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    // A press on the backdrop arrives at the dialog itself, outside its box.
    if (event.target.nodeName === "DIALOG" && event.target.open) {
      const box = event.target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside && !event.target.querySelector("form[data-draft]")) event.target.close();
    }
  });
  // What htmx puts into a dialog opens it; an empty answer or the close-dialog event closes it.
  document.addEventListener("htmx:afterSwap", (event) => {
    const dialog = event.detail.target.closest?.("dialog");
    if (!dialog) return;
    if (event.detail.target.innerHTML.trim()) show(dialog); else dialog.close();
  });
  document.addEventListener("close-dialog", () => document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close()));
  document.addEventListener("close", (event) => {
    const filled = event.target.querySelector?.("#sheet-content, #modal-content");
    if (filled) filled.replaceChildren();
  }, true);

  // --- data-confirm="Question?" [data-confirm-text] [data-confirm-yes] [data-confirm-word] [data-confirm-danger] ---
  let goOn = null;
  const ask = (element, then) => {
    const { confirm: title, confirmText = "", confirmYes, confirmWord = "" } = element.dataset;
    const yes = byId("confirm-yes");
    byId("confirm-title").textContent = title;
    byId("confirm-text").textContent = confirmText;
    byId("confirm-typed").hidden = !confirmWord;
    byId("confirm-word").textContent = confirmWord;
    byId("confirm-input").value = "";
    yes.textContent = confirmYes || yes.dataset.default;
    yes.className = `btn ${"confirmDanger" in element.dataset || confirmWord ? "btn-danger" : "btn-primary"}`;
    yes.disabled = !!confirmWord;
    goOn = then;
    byId("confirm").returnValue = "";
    show(byId("confirm"));
    (confirmWord ? byId("confirm-input") : yes).focus();
  };
  byId("confirm-input").addEventListener("input", (event) => {
    byId("confirm-yes").disabled = event.target.value.trim() !== byId("confirm-word").textContent;
  });
  byId("confirm-input").addEventListener("keydown", (event) => {
    // Enter would press Cancel, the first button of the form.
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (!byId("confirm-yes").disabled) byId("confirm-yes").click();
  });
  byId("confirm").addEventListener("close", () => {
    const then = goOn;
    goOn = null;
    if (byId("confirm").returnValue === "yes") then?.();
  });
  document.addEventListener("htmx:confirm", (event) => {
    const asker = event.detail.triggeringEvent?.submitter?.closest("[data-confirm]") || event.detail.elt.closest("[data-confirm]");
    if (!asker) return;
    event.preventDefault();
    ask(asker, () => event.detail.issueRequest(true));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asker = event.submitter?.closest("[data-confirm]") || form.closest("[data-confirm]");
    if (!asker || form.dataset.confirmed || form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete], [hx-get]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(asker, () => {
      form.dataset.confirmed = "yes";
      form.requestSubmit(event.submitter || undefined);
      delete form.dataset.confirmed;
    });
  }, true);
})();
