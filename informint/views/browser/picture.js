const SVG_TAGS = new Set("svg g circle rect line path polygon text tspan title desc".split(" "));

// A picture: parsed as SVG, and only the drawing tags without handlers or links are kept.
function picture() {
  const node = document.createElement("div");
  node.className = "picture";
  let shown = null;
  node._update = ({ svg }) => {
    if (svg === shown) return;
    shown = svg;
    const drawing = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    for (const part of [...drawing.querySelectorAll("*"), drawing]) {
      if (!SVG_TAGS.has(part.localName)) part.remove();
      for (const { name } of [...part.attributes]) if (/^on|href$/i.test(name)) part.removeAttribute(name);
    }
    node.replaceChildren(drawing);
  };
  return node;
}
