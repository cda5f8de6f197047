() => [...document.querySelectorAll('.informint')].map((root) => {
    const section = root.querySelector('section');
    const ids = [...root.querySelectorAll('[id]')].map((n) => n.id);
    const points = [...root.querySelectorAll('[aria-labelledby], [aria-describedby], label[for]')]
        .flatMap((n) => ['aria-labelledby', 'aria-describedby', 'for'].map((a) => n.getAttribute(a)))
        .filter(Boolean).flatMap((text) => text.split(' '));
    return {
        title: section && document.getElementById(section.getAttribute('aria-labelledby'))?.textContent,
        live: root.querySelectorAll('.status[role=status][aria-live=polite]').length,
        lost: points.filter((id) => !document.getElementById(id)),
        twice: ids.length - new Set(ids).size,
        small: [...root.querySelectorAll('button, select, summary, input')].filter((n) => {
            const box = n.getBoundingClientRect();
            return box.height > 0 && box.height < 24 && !n.matches('[type=radio], [type=checkbox]');
        }).map((n) => n.outerHTML.slice(0, 100)),
    };
})
