// Links in the editor: how they look, and the window in which one is chosen. A page of this site is stored as the page.
const PolicyLinks = (() => {
  "use strict";
  const box = document.getElementById("link-box");
  const query = box.querySelector("input");
  const list = box.querySelector("ul");
  const status = box.querySelector("[role=status]");
  const remove = box.querySelector("[data-remove]");
  let words = {};
  let answer = () => {}; // what happens with the choice: {id, url, title}, "remove", or null
  let found = [];
  let asked = 0;
  let timer = 0;

  const show = (items, text) => {
    found = items;
    list.replaceChildren(...items.map((item, place) => {
      const line = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link-choice";
      button.dataset.place = place;
      const title = document.createElement("strong");
      title.textContent = item.title;
      const where = document.createElement("span");
      where.textContent = item.id ? item.where : words.address;
      button.append(title, " ", where);
      line.append(button);
      return line;
    }));
    status.textContent = text;
  };

  const look = async () => {
    const text = query.value.trim();
    const mine = ++asked;
    if (!text) { show([], ""); return; }
    try {
      const response = await fetch(`${box.dataset.url}?${new URLSearchParams({ q: text })}`, { credentials: "same-origin" });
      if (!response.ok) throw new Error(String(response.status));
      const { links } = await response.json();
      if (mine === asked) show(links, links.length ? "" : words.nothing);
    } catch {
      if (mine === asked) show([], words.failed);
    }
  };

  const finish = (choice) => {
    const then = answer;
    answer = () => {};
    if (box.open) box.close();
    then(choice);
  };

  query.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(look, 250);
  });
  query.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(look, 250); });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-place]");
    if (button) finish(found[Number(button.dataset.place)]);
  });
  box.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    await look();
    if (found.length) finish(found[0]);
  });
  remove.addEventListener("click", () => finish("remove"));
  box.querySelector("[data-cancel]").addEventListener("click", () => finish(null));
  box.addEventListener("close", () => finish(null));

  const open = (data, then) => {
    answer = then;
    remove.hidden = !data;
    query.value = data && !data.id ? data.url : "";
    show([], data ? words.now.replace("{target}", data.url || words.gone) : "");
    box.showModal();
    query.focus();
    query.select();
  };

  const register = (settings) => {
    words = settings.words;

    // What Draftail mounts while a link is being chosen; it shows nothing itself.
    class Source extends React.Component {
      componentDidMount() {
        const { entity } = this.props;
        open(entity ? entity.getData() : null, (choice) => this.chosen(choice));
      }

      chosen(choice) {
        const { editorState, entityKey, onComplete, onClose } = this.props;
        const { EditorState, Modifier, RichUtils } = DraftJS;
        if (!choice) { onClose(); return; }
        const place = entityKey ? draftail.DraftUtils.getEntitySelection(editorState, entityKey) : editorState.getSelection();
        if (choice === "remove") { onComplete(RichUtils.toggleLink(editorState, place, null)); return; }
        const data = choice.id ? { id: choice.id, url: choice.url, parentId: null } : { url: choice.url };
        const content = editorState.getCurrentContent().createEntity("LINK", "MUTABLE", data);
        const key = content.getLastCreatedEntityKey();
        if (place.isCollapsed()) {
          const written = Modifier.replaceText(content, place, choice.title, editorState.getCurrentInlineStyle(), key);
          onComplete(EditorState.push(editorState, written, "insert-characters"));
        } else {
          onComplete(RichUtils.toggleLink(EditorState.set(editorState, { currentContent: content }), place, key));
        }
      }

      render() { return null; }
    }

    const Link = ({ entityKey, contentState, onEdit, children }) => {
      const { url } = contentState.getEntity(entityKey).getData();
      return React.createElement("a", {
        href: url || undefined,
        className: url ? "rich-link" : "rich-link gone",
        title: url || words.gone,
        onClick: (event) => { event.preventDefault(); onEdit(entityKey); },
      }, children);
    };

    // Wagtail's own plugin stays, with its way of pasting addresses; only the window and the looks are ours.
    const types = draftail.registerPlugin({ type: "NOTHING" });
    Object.assign(types.LINK, { source: Source, decorator: Link });
  };

  // All the buttons of one text are a toolbar with the name of its part: one stop of Tab, arrows between them.
  const name = (holder, part) => {
    const bar = holder.querySelector(".Draftail-Toolbar");
    const buttons = [...bar.querySelectorAll("button")];
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", `${words.format} ${part}`.trim());
    buttons.forEach((button, place) => { button.tabIndex = place ? -1 : 0; });
    bar.addEventListener("keydown", (event) => {
      const here = buttons.indexOf(event.target);
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step && here >= 0) {
        const next = buttons[(here + step + buttons.length) % buttons.length];
        buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
        next.focus();
        event.preventDefault();
      } else if (["Enter", " "].includes(event.key) && here >= 0) {
        // Draftail's buttons act when the mouse goes down, so that the text keeps its selection.
        event.target.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
        event.preventDefault();
      }
    });
  };

  return { register, name };
})();
