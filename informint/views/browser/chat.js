// Where the learner types in a talk. Their words stand in the log at once and the kernel's answer
// follows; until it is there, what was said can be had back.
const ANSWER_WITHIN = 8_000; // ms after which the kernel may have stopped

function say(view) {
  const node = document.createElement("div");
  node.className = "say";
  const label = document.createElement("label");
  const area = document.createElement("textarea");
  area.rows = 2;
  const button = document.createElement("button");
  button.className = "main";
  button.textContent = "Say it";
  const note = document.createElement("p");
  note.setAttribute("role", "status");
  node.append(label, area, button, note);
  let state = {};
  let waiting = null; // what was said and is not answered yet
  const log = () => view.root.querySelector(`#${view.prefix}${state.log}`);

  // The same element that the kernel's tree will have for this turn, so that it is kept.
  const echo = () => {
    const turn = create(view, "div");
    turn._key = `t${waiting.number}`;
    const words = [["p", { class: "who" }, ["You"]], ["p", { class: "said" }, [waiting.text]]];
    dress(view, turn, { class: "turn mine", "aria-live": "off" });
    patch(view, turn, words);
    log()?.append(turn);
  };
  const toEnd = () => {
    const box = log();
    if (box) box.scrollTop = box.scrollHeight;
  };
  const send = () => {
    const text = area.value.trim();
    if (!text || waiting) return;
    area.value = "";
    waiting = { text, number: state.turns + 1, seq: view.tell(state.send, text) };
    waiting.timer = setTimeout(() => giveBack(state.late), ANSWER_WITHIN + (state.patience ?? 0));
    note.textContent = "";
    echo();
    log()?.setAttribute("aria-busy", "true");
    toEnd();
  };
  const giveBack = (why) => {
    if (!area.value) area.value = waiting.text;
    note.textContent = why;
  };
  const answered = () => {
    clearTimeout(waiting.timer);
    log()?.removeAttribute("aria-busy");
    if (area.value === waiting.text) area.value = "";
    note.textContent = "";
    waiting = null;
  };
  button.addEventListener("click", () => {
    send();
    area.focus();
  });
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    send();
  });
  node._update = (attributes) => {
    const first = state.turns == null;
    const more = attributes.turns > (state.turns ?? 0);
    const moved = attributes.turns !== state.turns || attributes.talk !== state.talk;
    state = attributes;
    label.textContent = state.label;
    label.htmlFor = area.id = view.prefix + state.id;
    if (state.revision !== node._revision) {
      area.value = state.value;
      node._revision = state.revision;
    }
    if (waiting && state.turns > waiting.number) answered();
    else if (waiting && view.seq >= waiting.seq) {
      // It was refused, and the status line says why.
      const { text } = waiting;
      answered();
      area.value ||= text;
    } else if (waiting && log()?.lastElementChild?._key !== `t${waiting.number}`) echo();
    // This may be called before the log is in the page.
    if (moved) requestAnimationFrame(toEnd);
    if (more && !first && state.aloud) speak(state.answer);
    if (!state.aloud) globalThis.speechSynthesis?.cancel();
  };
  return node;
}

// The browser's own voice; only when the learner asked for it.
function speak(text) {
  if (!globalThis.speechSynthesis) return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = "en";
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
}
