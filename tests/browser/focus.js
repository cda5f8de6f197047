(root) => {
    const node = document.activeElement;
    if (!root.contains(node)) return null;
    const style = getComputedStyle(node);
    const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return { marked, html: `${root._stops.indexOf(node)} ${node.outerHTML.slice(0, 80)}` };
}
