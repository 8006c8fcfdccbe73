// The drop zone of a customer's files: each file goes up by itself, with its own progress and its own answer.
(() => {
  const { on } = Doorstep;
  const AT_ONCE = 2;
  const waiting = [];
  let underWay = 0;

  const send = ({ form, file, line }) => new Promise((ended) => {
    const body = new FormData(form);
    body.delete("files");
    body.append("files", file, file.name);
    const request = new XMLHttpRequest();
    const say = (words, state) => {
      line.querySelector("[data-said]").textContent = words;
      line.classList.add(state);
      ended();
    };
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", document.querySelector("meta[name=csrf-token]").content);
    request.upload.onprogress = ({ loaded, total }) => { line.querySelector("progress").value = total ? (100 * loaded) / total : 0; };
    request.onerror = () => say(form.dataset.offline, "is-refused");
    request.onload = () => {
      let found = null;
      try { [found] = JSON.parse(request.responseText).files; } catch { /* a proxy's or an error page */ }
      if (!found) return say(request.status === 413 ? form.dataset.tooBig : form.dataset.offline, "is-refused");
      return found.refused ? say(found.refused, "is-refused") : say(form.dataset.added, "is-done");
    };
    request.send(body);
  });

  const show = (form) => htmx.ajax("GET", form.dataset.panel, { target: "#files-grid", select: "#files-grid", swap: "outerHTML" });
  const next = async () => {
    if (underWay >= AT_ONCE || !waiting.length) return;
    const one = waiting.shift();
    underWay += 1;
    await send(one);
    underWay -= 1;
    if (!waiting.length && !underWay && one.form.isConnected) show(one.form);
    next();
  };
  const add = (form, files) => {
    const list = form.querySelector("[data-progress]");
    // What was added before is in the grid by now; what was refused stays until one has read it.
    list.querySelectorAll(".is-done").forEach((line) => line.remove());
    for (const file of files) {
      const line = form.querySelector("[data-line]").content.firstElementChild.cloneNode(true);
      line.querySelector("[data-name]").textContent = file.name;
      line.querySelector("progress").setAttribute("aria-label", file.name);
      list.append(line);
      waiting.push({ form, file, line });
      next();
    }
  };

  on("change", "[data-files] input[type=file]", (input) => {
    add(input.form, [...input.files]);
    input.value = "";
  });
  const zone = (event) => event.target.closest?.("[data-drop]");
  const mark = (event, over) => zone(event)?.classList.toggle("is-over", over);
  document.addEventListener("dragover", (event) => {
    if (!zone(event) || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    mark(event, true);
  });
  document.addEventListener("dragleave", (event) => mark(event, false));
  document.addEventListener("drop", (event) => {
    const found = zone(event);
    if (!found || !event.dataTransfer.files.length) return;
    event.preventDefault();
    mark(event, false);
    add(found.closest("form"), [...event.dataTransfer.files]);
  });
  addEventListener("beforeunload", (event) => { if (underWay) event.preventDefault(); });

  // The grid looks for previews by itself, but not while a menu in it is open: it would close.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const grid = event.target;
    if (grid.id !== "files-grid" || !grid.querySelector("details[open]")) return;
    event.preventDefault();
    setTimeout(() => htmx.trigger(grid, "again"), 2000);
  });

  // In the lightbox the arrow keys go to the files beside it.
  document.addEventListener("keydown", (event) => {
    const name = { ArrowLeft: "[data-newer]", ArrowRight: "[data-older]" }[event.key];
    const link = name && document.querySelector(`dialog[open] [data-lightbox] ${name}`);
    if (!link || Doorstep.typing(event.target)) return;
    event.preventDefault();
    link.click();
  });
})();
