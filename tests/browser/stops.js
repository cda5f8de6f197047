(root) => {
    const all = [...root.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
    const groups = new Set();
    root._stops = all.filter((node) => {
        if (node.disabled || !node.getClientRects().length) return false;
        if (node.type !== "radio") return true;
        const first = !groups.has(node.name);
        groups.add(node.name);
        return first;
    });
    root._stops[0]?.focus();
    return root._stops.length;
}
