// Native dialogs: opening and closing, sheets filled by htmx, and the question before what cannot be undone.
(() => {
  const { on, all, byId } = Doorstep;
  const show = (dialog) => { if (dialog && !dialog.open) dialog.showModal(); };
  Doorstep.show = show;

  on("click", "[data-open]", (opener) => {
    opener.closest("details[data-menu]")?.removeAttribute("open");
    show(byId(opener.dataset.open));
  });
  on("click", "[data-close]", (button) => button.closest("dialog")?.close());
  on("click", "dialog", (dialog, event) => {
    // A press on the backdrop arrives at the dialog itself, outside its box. A form being filled stays.
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (event.target === dialog && !inside && !dialog.querySelector("form[data-draft]")) dialog.close();
  });
  // The browser would begin at the Close button, which comes first. A form that only looks (filters) stays as it is:
  // on a phone its first field would bring up the keyboard.
  const beginTyping = (dialog) => {
    const fields = [...dialog.querySelectorAll("form[method='post'] :is(input, select, textarea)")]
      .filter((field) => !field.disabled && field.type !== "hidden" && field.offsetParent);
    (fields.find((field) => field.getAttribute("aria-invalid") === "true") || fields[0])?.focus();
  };
  // What htmx puts into a dialog opens it; an empty answer or the close-dialog event closes it.
  document.addEventListener("htmx:afterSwap", (event) => {
    const dialog = event.detail.target.matches?.("#sheet-content, #modal-content") && event.detail.target.closest("dialog");
    if (!dialog) return;
    if (!event.detail.target.innerHTML.trim()) return dialog.close();
    show(dialog);
    beginTyping(dialog);
  });
  document.addEventListener("close-dialog", () => all("dialog[open]").forEach((dialog) => dialog.close()));
  document.addEventListener("close", (event) => event.target.querySelector?.("#sheet-content, #modal-content")?.replaceChildren(), true);

  // --- data-confirm="Question?" [data-confirm-text] [data-confirm-yes] [data-confirm-word] [data-confirm-danger] ---
  const [box, yes, typed] = ["confirm", "confirm-yes", "confirm-input"].map(byId);
  let goOn = null;
  const ask = (element, then) => {
    const { confirm, confirmText = "", confirmYes, confirmWord = "" } = element.dataset;
    byId("confirm-title").textContent = confirm;
    byId("confirm-text").textContent = confirmText;
    byId("confirm-typed").hidden = !confirmWord;
    byId("confirm-word").textContent = confirmWord;
    typed.value = "";
    yes.textContent = confirmYes || yes.dataset.default;
    yes.className = `btn ${"confirmDanger" in element.dataset || confirmWord ? "btn-danger" : "btn-primary"}`;
    yes.disabled = !!confirmWord;
    goOn = then;
    box.returnValue = "";
    show(box);
    (confirmWord ? typed : yes).focus();
  };
  typed.addEventListener("input", () => { yes.disabled = typed.value.trim() !== byId("confirm-word").textContent; });
  typed.addEventListener("keydown", (event) => {
    // Enter would press Cancel, the first button of the form.
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (!yes.disabled) yes.click();
  });
  box.addEventListener("close", () => {
    if (box.returnValue === "yes") goOn?.();
    goOn = null;
  });
  document.addEventListener("htmx:confirm", (event) => {
    const asker = event.detail.triggeringEvent?.submitter?.closest("[data-confirm]") || event.detail.elt.closest("[data-confirm]");
    if (!asker) return;
    event.preventDefault();
    ask(asker, () => event.detail.issueRequest(true));
  });
  on("submit", "form", (form, event) => {
    const { submitter } = event;
    const asker = submitter?.closest("[data-confirm]") || form.closest("[data-confirm]");
    if (!asker || form.dataset.confirmed || form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete], [hx-get]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(asker, () => {
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter || undefined);
      delete form.dataset.confirmed;
    });
  }, true);
})();
