"""Contacts: LinkedIn's export, address books and tables, read, merged, every row accounted for.

``read_contacts`` is the door; ``preview`` and ``guess_mapping`` serve the step in which a learner
says which column of a table of their own holds what.
"""

from informint.contacts.cells import email_in
from informint.contacts.identity import name_key, person_id
from informint.contacts.likely import Likely, likely
from informint.contacts.mapping import FIELDS, guess_mapping
from informint.contacts.merge import Merge, key_of, merge_people, surely_known, under_own_name
from informint.contacts.reading import preview, read_contacts
from informint.contacts.report import Contacts, FileReport, Note, Preview, Skipped, joins, to_json

__all__ = [
    "FIELDS",
    "Contacts",
    "FileReport",
    "Likely",
    "Merge",
    "Note",
    "Preview",
    "Skipped",
    "email_in",
    "guess_mapping",
    "joins",
    "key_of",
    "likely",
    "merge_people",
    "name_key",
    "person_id",
    "preview",
    "read_contacts",
    "surely_known",
    "to_json",
    "under_own_name",
]
