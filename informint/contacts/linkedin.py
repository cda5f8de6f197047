"""LinkedIn's export: which of its files is which, by header and by name."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from informint.contacts.mapping import guess_mapping, has_name, squash

_CONNECTIONS = re.compile(r"connections(?:[ _-].*|\(.*)?\.csv", re.IGNORECASE)


class _File(NamedTuple):
    """A file of the export: its name, what it is, and columns that only it has together."""

    name: str
    what: str
    columns: frozenset[str]
    named: bool


def _file(name: str, what: str, columns: str = "") -> _File:
    cells = columns.split(",") if columns else []
    return _File(name, what, frozenset(map(squash, cells)), has_name(guess_mapping(cells)))


# As seen in exports of 2020 to 2026. The order matters where one header holds another.
_FILES = (
    _file("messages.csv", "message archive", "CONVERSATION ID,FROM,CONTENT"),
    _file("Invitations.csv", "list of invitations", "From,To,Sent At,Direction"),
    _file("Profile.csv", "copy of your own profile", "First Name,Last Name,Headline,Geo Location"),
    _file("Positions.csv", "list of your own jobs", "Company Name,Title,Started On,Finished On"),
    _file("Education.csv", "list of your own schools", "School Name,Degree Name"),
    _file("Skills.csv", "list of your own skills"),
    _file(
        "Endorsement_Received_Info.csv",
        "list of endorsements you received",
        "Skill Name,Endorser First Name",
    ),
    _file(
        "Endorsement_Given_Info.csv",
        "list of endorsements you gave",
        "Skill Name,Endorsee First Name",
    ),
    _file(
        "Recommendations_Received.csv or Recommendations_Given.csv",
        "list of recommendations",
        "First Name,Last Name,Text,Creation Date",
    ),
    _file("Company Follows.csv", "list of companies you follow", "Organization,Followed On"),
    _file("Company Follows.csv", "list of companies you follow", "Organization Name,Followed On"),
    _file("Member_Follows.csv", "list of members you follow", "Date,Status,FullName"),
    _file("Hashtag_Follows.csv", "list of hashtags you follow", "Hashtag,Created Time"),
    _file("Reactions.csv", "list of your reactions", "Date,Type,Link"),
    _file("Comments.csv", "list of your comments", "Date,Link,Message"),
    _file("Shares.csv", "list of your posts", "Date,ShareLink,ShareCommentary"),
    _file("Votes.csv", "list of your votes", "Date,Link,OptionText"),
    _file("InstantReposts.csv", "list of your reposts"),
    _file("Saved_Items.csv", "list of items you saved", "savedItem,CreatedTime"),
    _file("Rich_Media.csv", "list of your uploads", "Media Description,Media Link"),
    _file("Email Addresses.csv", "list of your own addresses", "Email Address,Confirmed,Primary"),
    _file("PhoneNumbers.csv", "list of your own phone numbers", "Extension,Number"),
    _file("Registration.csv", "record of your registration", "Registered At,Registration Ip"),
    _file("Logins.csv", "record of your logins", "Login Date,IP Address"),
    _file("Security Challenges.csv", "record of security checks", "Challenge Date,IP Address"),
    _file("SearchQueries.csv", "list of your searches", "Time,Search Query"),
    _file("Learning.csv", "list of courses you watched", "Content Title,Content Type"),
    _file("Saved Jobs.csv", "list of jobs you saved", "Saved Date,Job Url"),
    _file("SavedJobAlerts.csv", "list of your job alerts", "ALERT_PARAMETERS,QUERY_CONTEXT"),
    _file("Job Applications.csv", "list of your applications", "Application Date,Job Url"),
    _file(
        "Job Seeker Preferences.csv",
        "record of your job preferences",
        "Preferred Job Types,Open To Recruiters",
    ),
    _file(
        "Job Applicant Saved Answers.csv", "list of your answers to recruiters", "Question,Answer"
    ),
    _file("Certifications.csv", "list of your own certificates", "Name,Authority,License Number"),
    _file("Languages.csv", "list of your own languages", "Name,Proficiency"),
    _file("Publications.csv", "list of your own publications", "Name,Published On,Publisher"),
    _file("Patents.csv", "list of your own patents", "Title,Patent Number"),
    _file("Projects.csv", "list of your own projects", "Title,Description,Url,Started On"),
    _file("Honors.csv", "list of your own honors", "Title,Description,Issued On"),
    _file("Courses.csv", "list of your own courses"),
    _file("Organizations.csv", "list of your own organizations", "Name,Position,Started On"),
    _file("Volunteering.csv", "list of your own volunteer work", "Company Name,Role,Cause"),
    _file("Causes You Care About.csv", "list of causes you support", "Supported Cause"),
    _file("Profile Summary.csv", "copy of your own summary", "Profile Summary"),
    _file("Events.csv", "list of events", "Event Name,Event Time"),
    _file("Receipts.csv", "list of payments", "First Name,Last Name,Invoice Number"),
    _file("Ad_Targeting.csv", "list of what advertisers see", "Member Age,Buyer Groups"),
    _file("Ad_Targeting.csv", "list of what advertisers see", "Member Age,Member Gender"),
    _file("Ads Clicked.csv", "list of ads you clicked", "Ad clicked Date,Ad Title/Id"),
    _file("LAN Ads Engagement.csv", "list of ads you saw", "Action,Date,Ad Title/Id"),
    _file(
        "Inferences_about_you.csv", "list of its guesses about you", "Category,Type of inference"
    ),
    _file("Verifications.csv", "record of your verifications", "First name,Verification type"),
    _file("Providers.csv", "record of your services", "Creation Time,Marketplace Type"),
    _file("Notes.csv", "list of your notes", "Connection First Name,Connection Profile URL"),
    _file(
        "Contacts.csv or ImportedContacts.csv",
        "copy of the address book you once uploaded",
        "Source,FirstName,LastName,Emails",
    ),
)
_BY_NAME = {
    squash(name.removesuffix(".csv")): f for f in _FILES for name in f.name.split(" or ")
} | {
    squash(name): next(f for f in _FILES if f.name == "messages.csv")
    for name in ("guide_messages", "coach_messages", "learning_role_play_messages")
}
_NUMBERED = re.compile(r"(?:[ _-]?\(?\d+\)?)?\.csv$", re.IGNORECASE)
# Found as names in other people's folders too; by name they prove nothing.
_COMMON = frozenset({"contacts", "notes", "events", "projects", "organizations", "languages"})


def is_connections_header(cells: Sequence[str]) -> bool:
    """Tell whether a row is the header of Connections.csv, of any year and known language."""
    if len(cells) < 4 or len(cells) > 40:  # noqa: PLR2004  (old header 6, new 7, some to spare)
        return False
    found = guess_mapping(cells)
    return found.keys() >= {"given_name", "family_name", "connected_on"} and (
        "company" in found or "position" in found
    )


def is_known_header(cells: Sequence[str]) -> bool:
    """Tell whether a row is the header of any file of the export."""
    return is_connections_header(cells) or _by_columns(cells) is not None


def is_connections_name(path: str) -> bool:
    """Tell whether a member of an archive is named like the connections, in whatever folder."""
    base = path.replace("\\", "/").rpartition("/")[2]
    return bool(_CONNECTIONS.fullmatch(base)) and "__MACOSX/" not in path


def other_file(name: str, header: Sequence[str]) -> str | None:
    """Return a sentence if a table is another file of LinkedIn's export, else None.

    Args:
        name: the file's name; it decides only what the header leaves open (``Skills.csv`` has but
            the column "Name").
        header: the columns.
    """
    known = _by_columns(header)
    if known is None:
        by_name = _by_name(name)
        known = by_name if by_name and not by_name.columns and len(header) <= 2 else None  # noqa: PLR2004
    if known is None:
        return None
    return f"{name} is LinkedIn's {known.what}, not your connections; choose Connections.csv"


def known_members(paths: Iterable[str]) -> list[str]:
    """Return which of LinkedIn's other files an archive holds, by their names."""
    found = (_by_name(path, sure=True) for path in paths)
    return sorted({f.name.split(" or ")[0] for f in found if f}, key=str.casefold)


def _by_columns(header: Sequence[str]) -> _File | None:
    columns = {squash(c) for c in header}
    # A table of people may have columns such as Date, Type and Link beside their names.
    named = has_name(guess_mapping(header))
    return next(
        (f for f in _FILES if f.columns and f.columns <= columns and (f.named or not named)), None
    )


def _by_name(path: str, *, sure: bool = False) -> _File | None:
    base = path.replace("\\", "/").rpartition("/")[2]
    key = squash(_NUMBERED.sub("", base))
    return _BY_NAME.get(key) if sure or key not in _COMMON else None
