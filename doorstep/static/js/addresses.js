// Addresses: suggestions under the street, and what a ZIP code fills in. [data-address] holds the fields [data-part].
(() => {
  const block = (element) => element.closest("[data-address]");
  const part = (where, name) => where?.querySelector(`[data-part="${name}"]`);
  const listOf = (where) => where?.querySelector("[data-address-options]");
  const optionsOf = (where) => [...(listOf(where)?.querySelectorAll("[role=option]") || [])];
  const tell = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

  const close = (where) => {
    const field = part(where, "line1");
    listOf(where)?.replaceChildren();
    field?.setAttribute("aria-expanded", "false");
    field?.removeAttribute("aria-activedescendant");
  };
  const mark = (where, at) => {
    const options = optionsOf(where);
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    options[at]?.scrollIntoView({ block: "nearest" });
    if (options[at]) part(where, "line1").setAttribute("aria-activedescendant", options[at].id);
  };
  const choose = (option) => {
    const where = block(option);
    for (const name of ["line1", "line2", "town", "county", "postcode"]) {
      const field = part(where, name);
      if (field && (option.dataset[name] || name === "line1")) field.value = option.dataset[name];
    }
    close(where);
    part(where, "line1").focus();
    tell(part(where, "postcode"));
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    const list = event.target.closest?.("[data-address-options]");
    if (!list) return;
    const field = part(block(list), "line1");
    if (document.activeElement !== field) return close(block(list));
    field.setAttribute("aria-expanded", String(!!list.children.length));
  });
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[data-address-options] [role=option]");
    if (!option) return;
    event.preventDefault();
    choose(option);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.('[data-part="line1"]')) close(block(event.target));
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.('[data-part="line1"]') || event.ctrlKey || event.metaKey) return;
    const where = block(event.target);
    const options = optionsOf(where);
    if (!options.length) return;
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(where, (at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(options[at]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      close(where);
    }
  });

  // --- a ZIP code fills the town and the state that are still empty, or were filled by the one before ---
  const say = (where, text) => { const line = where.querySelector("[data-postcode-problem]"); if (line) line.textContent = text; };
  document.addEventListener("change", async (event) => {
    const field = event.target;
    const row = field.matches?.('[data-part="postcode"]') && field.closest("[data-postcode-url]");
    if (!row) return;
    const where = block(field);
    say(where, "");
    if (!field.value.trim()) return;
    const country = where.querySelector("[name=country]")?.value || "";
    const answer = await fetch(`${row.dataset.postcodeUrl}?${new URLSearchParams({ postcode: field.value, country })}`).catch(() => null);
    if (!answer?.ok || answer.redirected) return; // redirected: the session ended, saving will ask to sign in
    const found = await answer.json();
    if (found.problem) return say(where, found.problem);
    field.value = found.postcode;
    for (const name of ["town", "county"]) {
      const other = part(where, name);
      if (found[name] && (!other.value || other.dataset.filled === other.value)) {
        other.value = found[name];
        other.dataset.filled = found[name];
      }
    }
  });
})();
