"""The learner, as their messages introduce them."""

from dataclasses import replace
from typing import ClassVar

from informint.journal.events import ProfileSet
from informint.model import Profile
from informint.views.nodes import Node, h
from informint.views.panel import Panel, action

_FIELDS = {
    "name": ("Your name", "As you sign a mail"),
    "email": ("Your e-mail address", ""),
    "role": ("What you are now", "For example: postdoctoral fellow, nurse, final-year student"),
    "organisation": ("Where", "University, company, or nothing"),
    "field": ("Your field", "For example: cell biology, accounting"),
    "interest": ("What you are curious about", "A few words that can follow 'I am curious about'"),
    "groups": ("Groups you belong to", "Schools, societies, clubs; separated by commas"),
}


class AboutYou(Panel):
    """A few lines, filled in once and used by every message."""

    name: ClassVar[str] = "about you"
    title: ClassVar[str] = "About you"

    def body(self) -> list[Node | None]:
        """Show a field for each line of the profile."""
        profile = self.journal.state.profile
        rows: list[Node | None] = []
        for field, (label, hint) in _FIELDS.items():
            value = getattr(profile, field)
            rows.append(
                h(
                    "div",
                    h("label", label, for_=field),
                    h(
                        "input",
                        id=field,
                        type="email" if field == "email" else "text",
                        value=", ".join(value) if isinstance(value, tuple) else value,
                        save="filled_in",
                        arg=field,
                        aria_describedby=f"{field}-hint" if hint else None,
                    ),
                    h("small", hint, id=f"{field}-hint") if hint else None,
                )
            )
        return rows

    @action
    def filled_in(self, field: str, text: str) -> None:
        """Record one line."""
        if field not in _FIELDS:
            return
        words = " ".join(text.split())
        value: object = words
        if field == "groups":
            value = tuple(w for part in words.split(",") if (w := part.strip()))
        before: Profile = self.journal.state.profile
        after = replace(before, **{field: value})  # type: ignore[arg-type]  # of the field's type
        if after != before:
            self.journal.record(ProfileSet(profile=after))
            self.say(self.saved())
