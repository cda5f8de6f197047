() => {
    const rgb = (text) => {
        const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
        return {r, g, b, a};
    };
    const over = (top, under) => ({
        r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a),
        b: top.b * top.a + under.b * (1 - top.a), a: 1,
    });
    const ground = (node) => {
        const layers = [];
        for (let at = node; at; at = at.parentElement) {
            layers.push(rgb(getComputedStyle(at).backgroundColor));
            if (layers.at(-1).a === 1) break;
        }
        return layers.reverse().reduce((under, top) => over(top, under), {r: 255, g: 255, b: 255, a: 1});
    };
    const luminance = ({r, g, b}) => {
        const [R, G, B] = [r, g, b].map((c) => {
            const s = c / 255;
            return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * R + 0.7152 * G + 0.0722 * B;
    };
    const ratio = (one, two) => {
        const [hi, lo] = [luminance(one), luminance(two)].sort((a, b) => b - a);
        return (hi + 0.05) / (lo + 0.05);
    };
    const found = [], seen = {texts: 0, edges: 0};
    for (const root of document.querySelectorAll('.informint')) {
        for (const node of root.querySelectorAll('*')) {
            const style = getComputedStyle(node);
            if (!node.getClientRects().length || node.closest('svg, [aria-hidden=true], :disabled')) continue;
            const text = node.matches('input, textarea, select')
                || [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
            if (text) {
                seen.texts += 1;
                const size = parseFloat(style.fontSize);
                const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
                const is = ratio(over(rgb(style.color), ground(node)), ground(node));
                if (is < (large ? 3 : 4.5)) found.push([node.outerHTML.slice(0, 120), is]);
            }
            if (node.matches('input:not([type=radio], [type=checkbox], [type=range]), textarea, select')) {
                seen.edges += 1;
                const is = ratio(rgb(style.borderTopColor), ground(node.parentElement));
                if (is < 3) found.push(['edge of ' + node.outerHTML.slice(0, 120), is]);
            }
        }
    }
    return [found, seen];
}
