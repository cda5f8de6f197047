// Positions from Python count code points; the browser's count UTF-16 units.
function units(text, point) {
  return [...text].slice(0, point).join("").length;
}

function jumpTo(view, [id, start, end]) {
  const area = view.root.querySelector(`#${view.prefix}${id}`);
  if (!area) return;
  area.focus();
  area.setSelectionRange(units(area.value, start), units(area.value, end));
}

// A textarea whose findings are underlined: the same text lies behind it, with marks.
function editor(view) {
  const node = document.createElement("div");
  node.className = "editor";
  const backdrop = document.createElement("div");
  backdrop.className = "backdrop";
  backdrop.setAttribute("aria-hidden", "true");
  const area = document.createElement("textarea");
  area.spellcheck = true;
  node.append(backdrop, area);
  let sent = null;
  let state = {};
  const draw = () => {
    const points = [...area.value];
    const marks = area.value === state.value ? state.marks : [];
    const parts = [];
    let at = 0;
    for (const [start, end, severity] of marks) {
      if (start < at) continue;
      parts.push(points.slice(at, start).join(""));
      const mark = document.createElement("mark");
      mark.className = severity;
      mark.textContent = points.slice(start, end).join("");
      parts.push(mark);
      at = end;
    }
    // The last line needs a character of its own to be as high as the textarea's.
    backdrop.replaceChildren(...parts, points.slice(at).join("") + "\u200b");
    // Grows with the text, so that the marks never scroll away from it.
    area.style.height = `${Math.max(backdrop.scrollHeight, state.low ? 64 : 160)}px`;
  };
  area.addEventListener("input", () => {
    area._typed = true;
    clearTimeout(area._timer);
    area._timer = setTimeout(area._save, SAVE_AFTER);
    view.tell.latest(state.write, area.value);
  });
  area._save = () => {
    clearTimeout(area._timer);
    if (area._typed && state.on?.save) {
      area._typed = false;
      view.tell(state.on.save, area.value);
    }
  };
  area.addEventListener("blur", area._save);
  new ResizeObserver(draw).observe(node);
  node._update = (attributes) => {
    state = attributes;
    area.id = view.prefix + attributes.id;
    node.classList.toggle("low", !!attributes.low);
    area.setAttribute("aria-describedby", attributes.describedby.map((id) => view.prefix + id).join(" "));
    if (attributes.revision !== sent) {
      area.value = attributes.value;
      area._typed = false;
      sent = attributes.revision;
    }
    draw();
  };
  return node;
}
