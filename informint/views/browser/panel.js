// Draws the tree the kernel sends and tells the kernel what the learner did.
// A tree is text or [tag, attributes, children]. Text only ever becomes text nodes, so nothing a
// contact is called can run. No trait of the model holds a learner's data: all goes by messages.

const TAGS = new Set(
  ("a article button caption code datalist dd details div dl dt em fieldset form h3 h4 h5 input kbd label legend li " +
    "mark meter ol option p section select small span strong summary table tbody td textarea th thead tr ul")
    .split(" "),
);
const PROPERTIES = new Set(["value", "checked", "selected", "open", "disabled"]);
const ID_ATTRIBUTES = ["id", "for", "aria-labelledby", "aria-describedby", "aria-controls", "list"];
const EVENTS = ["click", "input", "change", "submit"];
const CHUNK = 1 << 20; // bytes of a file in one message: servers cap a message at 10 MB
const SAVE_AFTER = 500; // ms without a key before what was typed is recorded

function render({ model, el }) {
  // Each model loads this file anew, so a counter here would give the same ids to every view.
  const prefix = `informint-${Math.random().toString(36).slice(2, 10)}-`;
  const root = document.createElement("div");
  root.className = "informint";
  el.appendChild(root);
  const view = { model, root, prefix, tell: sender(model), seq: 0 };

  // Keys typed here are not the notebook's, but Ctrl+S and its like are. Jupyter listens at the
  // document, before this element is reached, and spares what bears this attribute.
  const keys = (event) => {
    if (!root.contains(event.target)) return;
    root.toggleAttribute("data-lm-suppress-shortcuts", !event.ctrlKey && !event.metaKey);
  };
  window.addEventListener("keydown", keys, true);
  // JupyterLab also takes Enter away where it bubbles up to, before a new line is made of it.
  const stop = (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  };
  for (const type of ["keydown", "keypress"]) root.addEventListener(type, stop);

  const receive = (message, buffers) => {
    if (message.tree) {
      const focused = document.activeElement;
      const inside = root.contains(focused);
      view.seq = message.seq;
      patch(view, root, [message.tree]);
      if (inside && !root.contains(focused)) root.querySelector("[role=status]")?.focus();
      view.tell.answered(message.seq);
    }
    if (message.focus) root.querySelector(`#${prefix}${message.focus}`)?.focus();
    if (message.download) download(message.download, buffers[0]);
  };
  model.on("msg:custom", receive);
  view.tell("ready");
  const flush = () => root.querySelectorAll("textarea, input").forEach((node) => node._save?.());
  document.addEventListener("visibilitychange", flush);
  return () => {
    flush();
    document.removeEventListener("visibilitychange", flush);
    window.removeEventListener("keydown", keys, true);
    model.off("msg:custom", receive);
  };
}

// One keystroke message is under way at a time; what is typed meanwhile goes out as one, last state wins.
function sender(model) {
  let seq = 0;
  let waiting = 0;
  let next = null;
  // Jupyter's server holds a small message back until the one before it is acknowledged (Nagle),
  // and a browser with nothing to say acknowledges only after 40 ms. So when the kernel turns busy
  // we say a word: the answer comes in half the time (benchmarks/editor.py).
  const status = ({ content }) => {
    if (content.execution_state === "busy") model.send({ do: "heard" });
  };
  const heard = { iopub: { status } };
  const post = (action, value, extra, buffers) => {
    seq += 1;
    model.send({ do: action, value, seq, ...extra }, heard, buffers);
    return seq;
  };
  const tell = (action, value, extra, buffers) => {
    if (next) {
      post(...next);
      next = null;
    }
    return post(action, value, extra, buffers);
  };
  tell.latest = (...message) => {
    if (waiting) next = message;
    else waiting = post(...message);
  };
  tell.answered = (answered) => {
    if (!waiting || answered < waiting) return;
    waiting = next ? post(...next) : 0;
    next = null;
  };
  return tell;
}

function patch(view, parent, trees) {
  const old = [...parent.childNodes];
  const keyed = new Map(old.filter((node) => node._key != null).map((node) => [node._key, node]));
  const loose = old.filter((node) => node._key == null);
  const wanted = trees.map((tree) => {
    if (typeof tree === "string") {
      const index = loose.findIndex((node) => node.nodeType === Node.TEXT_NODE);
      const text = index < 0 ? document.createTextNode("") : loose.splice(index, 1)[0];
      if (text.data !== tree) text.data = tree;
      return text;
    }
    const [tag, attributes, children] = tree;
    const key = attributes.key ?? null;
    let node = key == null ? null : keyed.get(key);
    if (key == null) {
      const index = loose.findIndex((candidate) => candidate._tag === tag);
      if (index >= 0) node = loose.splice(index, 1)[0];
    }
    if (!node || node._tag !== tag) node = create(view, tag);
    node._key = key;
    keyed.delete(key);
    if (WIDGETS[tag]) {
      node._update(attributes);
    } else {
      dress(view, node, attributes);
      patch(view, node, children);
      if (tag === "select") node.value = attributes.value ?? "";
    }
    return node;
  });
  const keep = new Set(wanted);
  for (const node of old) if (!keep.has(node)) node.remove();
  wanted.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
}

function create(view, tag) {
  if (WIDGETS[tag]) {
    const node = WIDGETS[tag](view);
    node._tag = tag;
    return node;
  }
  if (!TAGS.has(tag)) throw new Error(`informint: no tag ${tag}`);
  const node = document.createElement(tag);
  node._tag = tag;
  node._set = {};
  for (const type of EVENTS) node.addEventListener(type, (event) => happened(view, node, event));
  node._save = () => {
    clearTimeout(node._timer);
    if (node._typed && node._on?.save) {
      node._typed = false;
      view.tell(node._on.save, node.value, { arg: node._arg });
    }
  };
  node.addEventListener("blur", node._save);
  return node;
}

function dress(view, node, attributes) {
  const { key, on, arg, copy, jump, ...rest } = attributes;
  if (on?.drop && !node._on) orderable(view, node);
  Object.assign(node, { _on: on, _arg: arg, _copy: copy, _jump: jump });
  for (const name of Object.keys(node._set)) if (!(name in rest)) node.removeAttribute(name);
  for (const [name, value] of Object.entries(rest)) {
    if (node._set[name] === value) continue;
    if (/^on/i.test(name)) continue;
    if (name === "href" && !/^(https?:|mailto:)/i.test(value)) continue;
    const text = ID_ATTRIBUTES.includes(name)
      ? value.split(" ").map((id) => view.prefix + id).join(" ")
      : value;
    // What is being typed is newer than what the kernel last heard.
    if (name === "value" && node === document.activeElement && node.tagName !== "SELECT") continue;
    if (name === "value" && rest.type === "datetime-local") node.value = byThisClock(value);
    else if (PROPERTIES.has(name)) node[name] = value;
    else if (value === false || value == null) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : text);
  }
  node._set = rest;
}

function happened(view, node, event) {
  if (event.type === "submit") event.preventDefault();
  if (event.type === "click") {
    if (node._copy != null) copyText(view, node);
    if (node._jump) jumpTo(view, node._jump);
  }
  const save = event.type === "input" && node._on?.save;
  if (save) {
    node._typed = true;
    clearTimeout(node._timer);
    node._timer = setTimeout(node._save, SAVE_AFTER);
  }
  const action = node._on?.[event.type];
  if (!action) return;
  if (node.type === "file") return sendFile(view, node, action);
  const value =
    event.type === "submit" ? Object.fromEntries(new FormData(node))
    : node.type === "checkbox" ? node.checked
    : node.type === "datetime-local" ? withOffset(node.value)
    : node.value;
  if (event.type === "click" || event.type === "submit") {
    view.root.querySelectorAll("textarea, input").forEach((input) => input._save?.());
  }
  const tell = event.type === "input" ? view.tell.latest : view.tell;
  tell(action, value, { arg: node._arg });
}

// The kernel may run elsewhere: a day and hour goes to it with this browser's offset from UTC on that
// day, and what comes from it with an offset is shown by the clock here.
function withOffset(value) {
  if (!value) return value;
  const minutes = -new Date(value).getTimezoneOffset();
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const ahead = Math.abs(minutes);
  return `${value}${minutes < 0 ? "-" : "+"}${two(ahead / 60)}:${two(ahead % 60)}`;
}

function byThisClock(value) {
  const when = new Date(value);
  if (Number.isNaN(when.getTime())) return "";
  return new Date(when - when.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

async function sendFile(view, node, action) {
  for (const file of node.files) {
    const size = file.size;
    const limit = Number(node.dataset.limit);
    if (limit && size > limit) {
      view.tell(action, { name: file.name, size, refused: true });
      continue;
    }
    for (let start = 0; start === 0 || start < size; start += CHUNK) {
      const bytes = await file.slice(start, start + CHUNK).arrayBuffer();
      view.tell(action, { name: file.name, size, start }, {}, [bytes]);
    }
  }
  node.value = "";
}

function download({ name, type }, buffer) {
  const url = URL.createObjectURL(new Blob([buffer], { type }));
  const link = document.createElement("a");
  Object.assign(link, { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function copyText(view, node) {
  try {
    await navigator.clipboard.writeText(node._copy);
  } catch {
    // Pages without a secure context have no clipboard: an old command still works there.
    const area = document.createElement("textarea");
    area.value = node._copy;
    view.root.appendChild(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    node.focus();
  }
}

const WIDGETS = { "x-editor": editor, "x-rows": rows, "x-picture": picture, "x-say": say };

export default { render };
