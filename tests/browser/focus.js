(root) => {
    const node = document.activeElement;
    if (!root.contains(node)) return null;
    node._stop ??= String(Math.random());
    const style = getComputedStyle(node);
    return [node._stop, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
            node.outerHTML.slice(0, 80)];
}
