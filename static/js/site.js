// Makes forms and the footer pleasanter. Nothing here is needed: every act works as a plain form or link.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  // An input method is choosing characters: nothing may fire meanwhile.
  let composing = false;
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });
  document.addEventListener("keydown", (event) => {
    const choosing = composing || event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && choosing && event.target.matches("input")) event.stopImmediatePropagation();
    if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
  }, true);
  // htmx: no as-you-type request while composing.
  document.addEventListener("htmx:confirm", (event) => { if (composing) event.preventDefault(); });
  // htmx: an act that was refused, or that asks to sign in first, is sent as a page, which says so. Nothing was done yet.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { isError, requestConfig, pathInfo } = event.detail;
    const elsewhere = pathInfo.responsePath && pathInfo.responsePath !== pathInfo.requestPath;
    const form = requestConfig.elt; // a panel that looks something up while one types is none, and sends nothing
    if (!(form instanceof HTMLFormElement) || !(isError || elsewhere)) return;
    event.detail.shouldSwap = false;
    form.submit();
  });

  // Theme and large text: the links lead to a page with a form; with script they act on the spot.
  const remember = (name, value) => {
    document.cookie = `${name}=${value}; path=/; max-age=${value ? 31536000 : 0}; samesite=lax`;
  };
  document.addEventListener("click", (event) => {
    const act = event.target.closest("[data-set]");
    if (!act) return;
    event.preventDefault();
    const [name, value] = act.dataset.set.split(":");
    const attribute = name === "theme" ? "theme" : "text";
    if (name === "theme") {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      remember("theme", root.dataset.theme);
    } else {
      if (root.dataset[attribute] === value) delete root.dataset[attribute];
      else root.dataset[attribute] = value;
      remember("text_size", root.dataset[attribute] || "");
    }
  });

  // Share, copy, print.
  document.addEventListener("click", async (event) => {
    const act = event.target.closest("[data-copy], [data-share], [data-print]");
    if (!act) return;
    if ("print" in act.dataset) { window.print(); return; }
    const text = act.dataset.copy || act.dataset.share || location.href.split("#")[0];
    if ("share" in act.dataset && navigator.share) {
      try { await navigator.share({ title: document.title, url: text }); } catch { /* closed by the person */ }
      return;
    }
    await navigator.clipboard.writeText(text);
    if (act.dataset.done) act.textContent = act.dataset.done;
  });

  // Forms that keep what is typed: data-autosave-url, and a status line [data-autosave] with its three sentences.
  const fields = (form) => {
    const data = new FormData(form);
    for (const [key, value] of [...data]) if (value instanceof File) data.delete(key);
    return data;
  };
  const snapshot = (form) => {
    const data = fields(form);
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  };
  const keep = (form) => {
    const status = form.querySelector("[data-autosave]");
    const url = form.dataset.autosaveUrl;
    let saved = snapshot(form);
    let timer = 0;
    let leaving = false;
    const say = (state, time) => {
      if (!status) return;
      status.dataset.state = state;
      status.textContent = (status.dataset[state] || "").replace("{time}", time || "");
    };
    const save = async () => {
      if (composing) { timer = setTimeout(save, 500); return; }
      const now = snapshot(form);
      if (now === saved || leaving) return;
      say("saving");
      try {
        const response = await fetch(url, { method: "POST", body: fields(form), headers: { "X-Autosave": "1" }, credentials: "same-origin" });
        if (!response.ok) throw new Error(String(response.status));
        saved = now;
        say("saved", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
        form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true, detail: response }));
      } catch {
        say("failed");
        timer = setTimeout(save, 15000);
      }
    };
    if (url) form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 1500); });
    form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && snapshot(form) !== saved) event.preventDefault();
    });
  };
  document.querySelectorAll("form[data-autosave-url], form[data-guard]").forEach(keep);

  // A button must not send the same thing twice.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.defaultPrevented || event.target.method !== "post") return;
    if (button.getAttribute("aria-disabled") === "true") { event.preventDefault(); return; }
    setTimeout(() => { button.setAttribute("aria-disabled", "true"); });
    // A download leaves the page as it is: the button comes back.
    setTimeout(() => { button.removeAttribute("aria-disabled"); }, 4000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });

  // Filters act on choice; without script their button does.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form && event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
  });
})();
