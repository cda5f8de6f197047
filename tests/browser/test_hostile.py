"""A journal in which every text is hostile, in every view of a real browser."""

from collections.abc import Callable

from browser.every_view import notebook
from browser.lab import PATIENCE, Lab, Lesson
from trust.conftest import exported
from trust.lives import HOSTILE

from informint import views
from informint.journal import Journal

Open = Callable[..., Lesson]


def test_nothing_in_a_name_runs_or_calls_home(open_lesson: Open, lab: Lab) -> None:
    Journal.restore(exported(tuple(HOSTILE.values())), lab.data).close()
    lesson = open_lesson(notebook(lab), viewport={"width": 1280, "height": 2400})
    asked: list[str] = []
    dialogs: list[str] = []
    lesson.page.context.on("request", lambda request: asked.append(request.url))
    lesson.page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    lesson.run()
    drawn = (
        f"() => document.querySelectorAll('.informint section h3').length >= {len(views.__all__)}"
    )
    lesson.page.wait_for_function(drawn, timeout=PATIENCE)
    assert lesson.page.get_by_text(HOSTILE["markup"]).count()
    assert lesson.page.evaluate("window.hurt") is None
    assert dialogs == []
    elsewhere = [url for url in asked if not url.startswith((lab.url, "data:", "blob:", "ws"))]
    assert elsewhere == []
    assert lesson.page.locator(".informint :is(img, script, iframe, object, embed)").count() == 0
    links = "() => [...document.querySelectorAll('.informint a')].map((a) => a.href)"
    for link in lesson.page.evaluate(links):
        assert link.startswith(("https:", "http:", "mailto:"))
