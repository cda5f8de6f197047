"""The ways that a mail leaves a view: as a file, as a link to a mail program, on the clipboard."""

from informint import outreach
from informint.errors import BadInput
from informint.model import Message
from informint.views.nodes import Node, h, link

HANDED = "Links to Gmail and Outlook hand the text to those sites when you open them."
_LINKS = (outreach.mailto, outreach.gmail, outreach.outlook)


def ways(message: Message) -> list[Node | str]:
    """Return the ways to take a mail to a mail program; ``save_eml`` is the view's action.

    A mail that cannot go as it stands (a line break in its address, say) has a sentence instead.
    """
    try:
        mail, gmail, outlook = (way(message) for way in _LINKS)
    except BadInput as error:
        return [h("p", f"This cannot be sent yet: {error}.")]
    too_long = "" if mail.fits else "; some mail programs cut it: save as .eml instead"
    return [
        h("button", "Save as .eml", click="save_eml", class_="main"),
        link(f"Open in my mail program ({mail.length} characters{too_long})", mail.url),
        link("Open in Gmail", gmail.url),
        link("Open in Outlook on the web", outlook.url),
    ]


def as_text(message: Message) -> str:
    """Return what the clipboard gets: the subject as a first line, where there is one."""
    return f"Subject: {message.subject}\n\n{message.body}" if message.subject else message.body
