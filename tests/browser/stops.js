(root) => {
  const all = [...root.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
    const can = all.filter((n) => !n.disabled && n.getClientRects().length);
    const groups = new Set();
    const stops = can.filter((n) => {
        if (n.type !== 'radio') return true;
        const first = !groups.has(n.name);
        groups.add(n.name);
        return first;
    });
    stops[0]?.focus();
    return stops.length;
}
