// Lets siblings be dragged onto one another; buttons do the same by keyboard.
function orderable(view, node) {
  node.addEventListener("dragstart", (event) => {
    view.dragged = node;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", ""); // Firefox drags nothing without data
    event.stopPropagation();
  });
  node.addEventListener("dragend", () => {
    view.dragged = null;
  });
  const isTarget = () => view.dragged && view.dragged !== node && view.dragged.parentNode === node.parentNode;
  node.addEventListener("dragover", (event) => {
    if (isTarget()) event.preventDefault();
  });
  node.addEventListener("drop", (event) => {
    if (!isTarget()) return;
    event.preventDefault();
    event.stopPropagation();
    view.tell(node._on.drop, node._arg, { arg: view.dragged._arg });
  });
}
