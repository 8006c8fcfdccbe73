// <form data-draft="customer-new">: what is typed is kept in this tab until it is saved, so that a lost session or
// connection costs nothing. Passwords, files and hidden fields are never kept.
(() => {
  const { on, all, keep, kept, member, phrases } = Doorstep;
  const prefix = `draft:${member}:`;
  const keyOf = (form) => prefix + form.dataset.draft;
  const forget = (form) => sessionStorage.removeItem(keyOf(form));
  const ticked = (field) => /^(checkbox|radio)$/.test(field.type);

  // Every field under a name of its own: name, the value of a tick, and which of several.
  const fields = (form) => {
    const seen = {};
    return [...form.elements].filter((field) => field.name && !/^(hidden|password|file|submit|button|reset)$/.test(field.type)).map((field) => {
      const name = `${field.name}|${ticked(field) ? field.value : ""}`;
      seen[name] = (seen[name] ?? -1) + 1;
      return [`${name}|${seen[name]}`, field];
    });
  };
  const valueOf = (field) => (ticked(field) ? field.checked : field.multiple ? [...field.selectedOptions].map((each) => each.value) : field.value);
  const snapshot = (form) => Object.fromEntries(fields(form).map(([name, field]) => [name, valueOf(field)]));
  const fill = (form, values) => {
    for (const [name, field] of fields(form)) {
      const value = values[name];
      if (value === undefined) continue;
      if (ticked(field)) field.checked = value;
      else if (field.multiple) [...field.options].forEach((option) => { option.selected = value.includes(option.value); });
      else field.value = value;
      field.tomselect?.sync();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const restore = (form) => {
    if (form.dataset.draftReady) return;
    form.dataset.draftReady = "yes";
    const draft = kept(keyOf(form));
    // A form that came back with errors already carries what was typed.
    if (!draft || form.querySelector(".error-summary") || JSON.stringify(draft.values) === JSON.stringify(snapshot(form))) return;
    // Rows that were added by hand (phones, e-mails) are made again first, by whoever makes them.
    form.dispatchEvent(new CustomEvent("draft:rows", { detail: draft.values, bubbles: true }));
    fill(form, draft.values);
    const note = Object.assign(document.createElement("div"), { className: "draft-note", role: "status" });
    const discard = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: phrases.discard });
    discard.addEventListener("click", () => { forget(form); location.reload(); });
    note.append(phrases.restored, discard);
    form.prepend(note);
  };
  const restoreAll = () => all("form[data-draft]").forEach(restore);

  let timer = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft || !event.isTrusted) return;
    clearTimeout(timer);
    timer = setTimeout(() => keep(keyOf(form), { values: snapshot(form) }), 250);
  });
  on("submit", "form[data-draft]", (form) => {
    clearTimeout(timer);
    keep(keyOf(form), { values: snapshot(form), sent: true });
  });
  on("click", "[data-draft-discard]", (link) => sessionStorage.removeItem(prefix + link.dataset.draftDiscard));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest?.("form[data-draft]");
    if (form && event.detail.successful && !/\/login\//.test(event.detail.xhr.responseURL)) forget(form);
  });
  // A draft that was sent is saved if the next page is neither its own form, nor the sign-in page, nor an error.
  addEventListener("pageshow", () => {
    const open = all("form[data-draft]").map(keyOf);
    if (!document.body.matches(".is-entrance, .is-error")) {
      Object.keys(sessionStorage).filter((key) => key.startsWith(prefix) && !open.includes(key) && kept(key)?.sent).forEach((key) => sessionStorage.removeItem(key));
    }
    restoreAll();
  });
  document.addEventListener("htmx:afterSettle", restoreAll);
})();
