// The editor over the plain form, where a mouse or trackpad is at hand. Without this file every text is a box in the
// small line markup, and that form stays the one that is sent: a text that is not touched here is sent as it was,
// one that is goes as the editor's state, which the server turns back (suggestions.richwriting).
(() => {
  "use strict";
  const form = document.querySelector("form[data-rich-form]");
  const given = document.getElementById("editor-settings");
  if (!form || !given) return;
  const settings = JSON.parse(given.textContent);
  const ways = document.querySelector("[data-ways]");
  const editors = new Map(); // textarea -> {input, holder, untouched}
  const stem = (box) => box.name.replace(/-text$/, "");
  const beside = (box, name) => form.elements[`${stem(box)}-${name}`];
  const say = (text) => { ways.querySelector("[role=status]").textContent = text; };

  // --- asking the server for the other way of writing the same text
  const convert = async (boxes) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("do", "convert");
    if (form.elements.base) data.set("base", form.elements.base.value);
    for (const box of boxes) {
      data.append("part", stem(box));
      for (const name of ["id", "text", "html"]) {
        if (beside(box, name)) data.set(`${stem(box)}-${name}`, beside(box, name).value);
      }
      const open = editors.get(box);
      if (open && open.input.name) data.set(open.input.name, open.input.value);
    }
    const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  // --- Draftail, fetched the first time it is wanted
  let fetched;
  const load = () => {
    fetched ||= settings.scripts
      .reduce((before, src) => before.then(() => new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = src;
        script.onload = done;
        script.onerror = failed;
        document.head.append(script);
      })), Promise.resolve())
      .then(() => PolicyLinks.register(settings));
    fetched.catch(() => { fetched = undefined; });
    return fetched;
  };

  const touch = (box) => {
    const open = editors.get(box);
    const touched = open.input.value !== open.untouched;
    box.disabled = touched;
    if (touched) open.input.name = `${stem(box)}-state`;
    else open.input.removeAttribute("name");
  };

  const mount = (box, state) => {
    const holder = document.createElement("div");
    holder.className = "rich";
    const input = document.createElement("input");
    input.type = "hidden";
    input.id = `${box.id}-editor`;
    input.value = JSON.stringify(state.blocks.length ? state : null);
    holder.append(input);
    box.after(holder);
    const label = form.querySelector(`label[for="${box.id}"]`);
    const part = box.closest("details");
    if (label) label.id ||= `${box.id}-label`;
    const options = structuredClone(settings.options);
    let settled = false;
    options.onSave = (raw) => {
      const before = input.value;
      input.value = JSON.stringify(raw);
      if (!settled || input.value === before) return;
      touch(box);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    options.topToolbar = Draftail.Toolbar;
    options.commandToolbar = () => null;
    options.ariaLabelledBy = label ? label.id : null;
    options.ariaDescribedBy = "editor-keys";
    draftail.initEditor(`#${CSS.escape(input.id)}`, options);
    input.draftailEditor.saveState();
    settled = true;
    editors.set(box, { input, holder, untouched: input.value });
    box.hidden = true;
    box.closest(".field").classList.add("has-editor");
    PolicyLinks.name(holder, part ? part.querySelector("summary").textContent.trim() : "");
    if (label) label.addEventListener("click", () => { if (editors.has(box)) input.draftailEditor.focus(); });
  };

  const unmount = (box, texts) => {
    const { input, holder } = editors.get(box);
    if (texts) {
      box.value = texts.text;
      if (beside(box, "html")) beside(box, "html").value = texts.html;
    }
    ReactDOM.unmountComponentAtNode(holder.querySelector("[data-draftail-editor-wrapper]"));
    input.remove();
    holder.remove();
    editors.delete(box);
    box.disabled = false;
    box.hidden = false;
    box.closest(".field").classList.remove("has-editor");
  };

  // --- which way
  const coming = new Set();
  const bring = async () => {
    const wanted = [...form.querySelectorAll("textarea[data-rich]")].filter((box) => {
      const part = box.closest("details");
      return !editors.has(box) && !coming.has(box) && (!part || part.open);
    });
    if (!wanted.length) return;
    wanted.forEach((box) => coming.add(box));
    const typed = wanted.map((box) => box.value);
    try {
      const [texts] = await Promise.all([convert(wanted), load()]);
      // Who has begun to type meanwhile goes on in the box.
      wanted.forEach((box, place) => {
        if (way === "editor" && box.value === typed[place] && document.activeElement !== box) mount(box, texts[stem(box)].state);
      });
      say("");
    } catch {
      say(settings.words.failed);
    } finally {
      wanted.forEach((box) => coming.delete(box));
    }
  };

  const leave = async () => {
    flush();
    const touched = [...editors].filter(([, open]) => open.input.name).map(([box]) => box);
    try {
      const texts = touched.length ? await convert(touched) : {};
      for (const box of [...editors.keys()]) unmount(box, texts[stem(box)]);
      say("");
      return true;
    } catch {
      say(settings.words.failed);
      return false;
    }
  };

  let way = "plain";
  const choose = async (wanted) => {
    if (wanted === "plain" && !(await leave())) return;
    way = wanted;
    for (const button of ways.querySelectorAll("[data-way]")) {
      button.setAttribute("aria-pressed", String(button.dataset.way === way));
    }
    document.getElementById("editor-keys").hidden = way !== "editor";
    if (way === "editor") await bring();
  };

  const remembered = () => { try { return localStorage.getItem("writing"); } catch { return null; } };
  const remember = (value) => { try { localStorage.setItem("writing", value); } catch { /* this time only */ } };

  ways.addEventListener("click", (event) => {
    const button = event.target.closest("[data-way]");
    if (!button) return;
    remember(button.dataset.way);
    choose(button.dataset.way);
  });
  // A part that is opened later gets its editor then: a law of a hundred articles has one at a time.
  form.addEventListener("toggle", () => { if (way === "editor") bring(); }, true);

  // The editor keeps its state a moment behind the typing; whoever reads the form gets it as it is now.
  const flush = () => { for (const { input } of editors.values()) input.draftailEditor.saveState(); };
  form.addEventListener("formdata", (event) => {
    flush();
    for (const [box, { input }] of editors) {
      if (!input.name) continue;
      event.formData.set(input.name, input.value);
      event.formData.delete(box.name);
    }
  });

  // Tab stays in a list to move its item; Escape is the way out of the text, to the next field.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.keyCode === 229) return;
    const holder = event.target.closest?.(".rich");
    if (!holder || !event.target.isContentEditable) return;
    const stops = [...form.querySelectorAll("input, select, textarea, button, summary, [contenteditable=true]")];
    const after = (stop) => !holder.contains(stop) && holder.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING;
    const next = stops.find((stop) => after(stop) && stop.checkVisibility() && !stop.disabled && stop.type !== "hidden");
    if (next) next.focus();
  });

  ways.hidden = false;
  choose(remembered() || (matchMedia("(pointer: fine)").matches ? "editor" : "plain"));
})();
