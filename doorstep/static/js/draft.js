// <form data-draft="customer-new">: what is typed is kept in this tab until it is saved, so that a lost session or
// connection costs nothing. Passwords, files and hidden fields are never kept.
(() => {
  const prefix = `draft:${Doorstep.member()}:`;
  const keyOf = (form) => prefix + form.dataset.draft;
  const fields = (form) => [...form.elements].filter((field) => field.name && !/^(hidden|password|file|submit|button|reset)$/.test(field.type) && !field.closest("[data-no-draft]"));
  const read = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  const write = (key, value) => { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* full or off */ } };
  const valueOf = (field) => (/^(checkbox|radio)$/.test(field.type) ? field.checked : field.multiple ? [...field.selectedOptions].map((each) => each.value) : field.value);
  const slot = (field, index) => `${field.name}|${/^(checkbox|radio)$/.test(field.type) ? field.value : ""}|${index}`;
  const snapshot = (form) => {
    const seen = {};
    return Object.fromEntries(fields(form).map((field) => {
      const id = `${field.name}|${/^(checkbox|radio)$/.test(field.type) ? field.value : ""}`;
      seen[id] = (seen[id] ?? -1) + 1;
      return [slot(field, seen[id]), valueOf(field)];
    }));
  };
  const fill = (form, values) => {
    const seen = {};
    for (const field of fields(form)) {
      const id = `${field.name}|${/^(checkbox|radio)$/.test(field.type) ? field.value : ""}`;
      seen[id] = (seen[id] ?? -1) + 1;
      const value = values[slot(field, seen[id])];
      if (value === undefined) continue;
      if (typeof value === "boolean") field.checked = value;
      else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
      else field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  const forget = (form) => sessionStorage.removeItem(keyOf(form));

  const restore = (form) => {
    if (form.dataset.draftReady) return;
    form.dataset.draftReady = "yes";
    const before = snapshot(form);
    const draft = read(keyOf(form));
    // A form that came back with errors already carries what was typed.
    if (!draft || form.querySelector(".error-summary, .is-invalid") || JSON.stringify(draft.values) === JSON.stringify(before)) return;
    // Rows that were added by hand (phones, e-mails) are made again first, by whoever makes them.
    form.dispatchEvent(new CustomEvent("draft:rows", { detail: draft.values, bubbles: true }));
    fill(form, draft.values);
    const note = document.createElement("div");
    note.className = "draft-note";
    note.setAttribute("role", "status");
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "btn btn-sm";
    discard.textContent = Doorstep.phrases().discard;
    discard.addEventListener("click", () => { forget(form); location.reload(); });
    note.append(Doorstep.phrases().restored, discard);
    form.prepend(note);
  };

  let timer = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft || !event.isTrusted) return;
    clearTimeout(timer);
    timer = setTimeout(() => write(keyOf(form), { values: snapshot(form) }), 250);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.draft) return;
    clearTimeout(timer);
    write(keyOf(form), { values: snapshot(form), sent: true });
  });
  document.addEventListener("click", (event) => {
    const leave = event.target.closest("[data-draft-discard]");
    if (leave) sessionStorage.removeItem(prefix + leave.dataset.draftDiscard);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest?.("form[data-draft]");
    const { status, responseURL } = event.detail.xhr || {};
    if (form && event.detail.successful && status < 300 && !/\/login\//.test(responseURL || "")) forget(form);
  });
  // A sent draft was saved if the next page is neither its own form, nor the sign-in page, nor an error.
  const arrive = () => {
    const waiting = document.body.matches(".is-entrance, .is-error");
    for (const key of Object.keys(sessionStorage).filter((each) => each.startsWith(prefix))) {
      const form = document.querySelector(`form[data-draft="${CSS.escape(key.slice(prefix.length))}"]`);
      if (!waiting && !form && read(key)?.sent) sessionStorage.removeItem(key);
    }
    document.querySelectorAll("form[data-draft]").forEach(restore);
  };
  addEventListener("pageshow", arrive);
  document.addEventListener("htmx:afterSettle", () => document.querySelectorAll("form[data-draft]").forEach(restore));
})();
