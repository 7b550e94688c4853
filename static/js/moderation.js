/* Keys of the moderators' pages, and what the author will read as one types. Everything works without it. */
(() => {
  "use strict";
  const OFF = "policywiki.keys.off";
  const help = document.querySelector("[data-check-keys]");
  if (!help) return;
  const on = help.querySelector("[data-check-keys-on]");
  const rows = [...document.querySelectorAll("[data-check-list] tbody tr")];
  let here = -1;

  help.hidden = false;
  on.checked = localStorage.getItem(OFF) === null;
  on.addEventListener("change", () =>
    on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"),
  );

  function stand(at) {
    if (!rows.length) return;
    rows[here]?.classList.remove("check-here");
    here = Math.max(0, Math.min(rows.length - 1, at));
    rows[here].classList.add("check-here");
    rows[here].querySelector("td.title a").focus();
  }

  const LIST = {
    j: () => stand(here + 1),
    k: () => stand(here - 1),
    o: () => rows[here]?.querySelector("td.title a").click(),
    x: () => rows[here]?.querySelector("input[type=checkbox]").click(),
  };
  const ITEM = {
    n: () => document.querySelector(".check-decide textarea[name=note]")?.focus(),
    r: () => document.querySelector(".check-decide select[name=reason]")?.focus(),
    p: () => document.querySelector("[data-key=p]")?.focus(),
  };

  function does(key) {
    if (key === "?") return () => { help.open = true; help.querySelector("summary").focus(); };
    if (document.querySelector("[data-check-list]")) return LIST[key];
    if (ITEM[key]) return ITEM[key];
    const target = /^[a-z]$/.test(key) && document.querySelector(`[data-key="${key}"]`);
    return target ? () => target.click() : undefined;
  }

  document.addEventListener("keydown", (event) => {
    // While an input method composes, every key is part of a word (229 is what older engines say).
    if (!on.checked || event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const verb = does(event.key);
    if (!verb) return;
    event.preventDefault();
    verb();
  });

  const form = document.querySelector("[data-letter-url]");
  if (!form) return;
  const box = form.querySelector("[data-letters]");
  let waiting = 0;
  let composing = false;

  async function show() {
    const data = new FormData(form);
    data.set("decision", "not_published");
    const answer = await fetch(form.dataset.letterUrl, { method: "POST", body: data });
    if (answer.ok) box.innerHTML = await answer.text();
  }
  function soon() {
    clearTimeout(waiting);
    if (!composing) waiting = setTimeout(show, 400);
  }
  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", () => { composing = false; soon(); });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
})();
