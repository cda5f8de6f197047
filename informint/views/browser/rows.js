// A list of any length of which only what is seen is drawn; the kernel sends the window asked for.
function rows(view) {
  const node = document.createElement("div");
  node.className = "rows";
  node.tabIndex = 0;
  node.setAttribute("role", "listbox");
  const sheet = document.createElement("div");
  sheet.setAttribute("role", "presentation");
  node.append(sheet);
  let state = { items: [], first: 0, total: 0, active: -1, height: 48 };
  const look = () => {
    const first = Math.floor(node.scrollTop / state.height);
    const seen = Math.ceil(node.clientHeight / state.height) + 1;
    const last = Math.min(first + seen, state.total);
    if (first < state.first || last > state.first + state.items.length) {
      view.tell.latest(state.look, Math.max(0, first - seen));
    }
  };
  node.addEventListener("scroll", look);
  node.addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.floor(node.clientHeight / state.height) - 1);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -state.total, End: state.total };
    if (event.key in step && state.total) {
      event.preventDefault();
      const to = Math.min(state.total - 1, Math.max(0, state.active + step[event.key]));
      state.active = to;
      view.tell.latest(state.choose, to);
    } else if (state.keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      view.tell(state.keys[event.key], null);
    }
  });
  node._update = (attributes) => {
    const moved = attributes.active !== state.shown && attributes.active >= 0;
    state = { ...attributes, shown: attributes.active };
    node.id = view.prefix + attributes.id;
    node.setAttribute("aria-label", attributes.label);
    sheet.style.height = `${state.total * state.height}px`;
    sheet.replaceChildren(
      ...state.items.map(([title, detail, note], index) => {
        const at = state.first + index;
        const row = document.createElement("div");
        row.setAttribute("role", "option");
        row.id = `${view.prefix}${attributes.id}-${at}`;
        row.className = "row";
        row.style.top = `${at * state.height}px`;
        row.style.height = `${state.height}px`;
        row.setAttribute("aria-selected", String(at === state.active));
        row.setAttribute("aria-setsize", String(state.total));
        row.setAttribute("aria-posinset", String(at + 1));
        for (const [name, text] of [["title", title], ["note", note], ["detail", detail]]) {
          const span = document.createElement("span");
          span.className = name;
          span.textContent = text;
          row.append(span, " ");
        }
        row.addEventListener("click", () => view.tell(state.choose, at));
        return row;
      }),
    );
    if (state.active >= 0) node.setAttribute("aria-activedescendant", `${view.prefix}${attributes.id}-${state.active}`);
    else node.removeAttribute("aria-activedescendant");
    if (moved) {
      const top = state.active * state.height;
      if (top < node.scrollTop) node.scrollTop = top;
      else if (top + state.height > node.scrollTop + node.clientHeight) {
        node.scrollTop = top + state.height - node.clientHeight;
      }
    }
    look();
  };
  return node;
}
