/* Beside the form of a reason: what the author will read, as one writes. The button does the same without it. */
(() => {
  "use strict";
  const boxes = [...document.querySelectorAll("[data-reason-letter]")];
  const form = boxes[0]?.closest("form");
  if (!form) return;
  let waiting = 0;
  let composing = false;

  function show() {
    for (const box of boxes) {
      fetch(box.dataset.reasonLetter, { method: "POST", body: new FormData(form) })
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText))))
        .then((html) => { box.innerHTML = html; })
        .catch(() => {});
    }
  }
  function soon() {
    clearTimeout(waiting);
    if (!composing) waiting = setTimeout(show, 300);
  }
  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", () => { composing = false; soon(); });
  form.addEventListener("input", soon);
})();
