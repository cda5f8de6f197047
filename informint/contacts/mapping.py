"""Which column holds what: the headers people and programs write, in seven languages."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from informint.content.naming import table_presets
from informint.errors import BadInput, did_you_mean

FIELDS: dict[str, str] = {
    "name": "Full name",
    "given_name": "First name",
    "family_name": "Last name",
    "company": "Company or organisation",
    "position": "Position",
    "email": "E-mail address",
    "profile_url": "Address of their profile",
    "connected_on": "Connected since",
    "groups": "Groups you share",
}
"""What a column may hold, and how to call it; the keys of every mapping."""

# Written without spaces, accents and case, the surest first. English, German, French, Spanish,
# Portuguese, Dutch, Italian; with what LinkedIn, Google Contacts and Outlook write.
_SYNONYMS: dict[str, str] = {
    "given_name": """firstname givenname forename first given vorname rufname prenom primernombre
        nombredepila primeironome nomeproprio voornaam""",
    "family_name": """lastname familyname surname last family nachname familienname zuname
        nomdefamille apellidos apellido primerapellido sobrenome apelido ultimonome achternaam
        familienaam cognome""",
    "name": """fullname name displayname contactname contact person fullnames vollername
        vorundnachname namevorname nomcomplet nometprenom prenometnom nombrecompleto
        nombreyapellidos nomecompleto volledigenaam naam nominativo nomeecognome nom nombre
        nome""",
    "company": """company companyname organization organisation organizationname
        organization1name organisationname employer currentcompany institution affiliation
        workplace firma unternehmen arbeitgeber institut entreprise societe employeur
        organisme empresa compania organizacion instituicao empresaatual organizacao bedrijf
        werkgever organisatie azienda societa datoredilavoro ente""",
    "position": """position jobtitle currentposition organizationtitle organization1title
        role occupation jobposition headline title funktion stelle beruf berufsbezeichnung
        stellenbezeichnung positionsbezeichnung rolle poste fonction intituleduposte cargo puesto
        cargoactual posicion funcao posicao functie functietitel positie posizione ruolo
        qualifica jobrole""",
    "email": """emailaddress email email1value email1address primaryemail workemail mail
        emailadresse mailadresse adresseemail adressemail courriel adresseelectronique
        correoelectronico correo direcciondecorreoelectronico direcciondeemail
        enderecodeemail emailadres indirizzoemail indirizzodipostaelettronica""",
    "profile_url": """url profileurl linkedinurl linkedinprofile linkedinprofileurl linkedin
        publicprofileurl profilelink linkedinlink profile profil profilurl profillink lienduprofil
        urlduprofil urldelperfil perfil urldoperfil profielurl profiel urldelprofilo profilo
        link""",
    "connected_on": """connectedon connectedsince connectiondate dateconnected connected
        verbundenam vernetztam kontaktseit verbundenseit connectele dateconnexion
        datedeconnexion enrelationdepuis enrelationdepuisle conectadoel fechadeconexion
        fechadecontacto conectadoem conectadaem dataconexao datadaconexao verbondenop
        gekoppeldop connectieop collegatoil collegatodal datadicollegamento connessoil""",
    "groups": "groups group sharedgroups tags tag gruppen gruppe groupes grupos groepen gruppi",
}
_FIELD_OF = {
    word: (field, rank)
    for field, words in _SYNONYMS.items()
    for rank, word in enumerate(words.split())
}
_AMERICAN_DATES = frozenset(_SYNONYMS["connected_on"].split()[:5])
NAMES = ("name", "given_name", "family_name")
"""The fields of which one has to be in a table."""
# These mean one thing beside their counterpart and the whole name alone.
_FAMILY_BESIDE_GIVEN = frozenset({"nom", "name", "naam", "nome"})
_GIVEN_BESIDE_FAMILY = frozenset({"nombre", "nome", "naam"})
_NOT_A_WORD = re.compile(r"[\W_]+")
_SHOWN = 12  # columns named in an error
_NAME_OF_A_COLUMN = 40  # characters; what is longer is a sentence


def squash(text: str) -> str:
    """Return a header without case, accents, spaces and punctuation: "E-mail" is ``email``."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return _NOT_A_WORD.sub("", text.casefold())


def guess_mapping(header: Sequence[str]) -> dict[str, str]:
    """Return which column seems to hold which of ``FIELDS``, by common names of columns.

    Args:
        header: the names of the columns.

    Returns:
        Field to column, only what was recognised; no column stands for two fields.
    """
    best: dict[str, tuple[int, str]] = {}
    for column in header:
        field, rank = _FIELD_OF.get(squash(column), ("", 0))
        if field and (field not in best or rank < best[field][0]):
            best[field] = (rank, column)
    found = {field: column for field, (_, column) in best.items()}
    whole = squash(found.get("name", ""))
    if "given_name" in found and "family_name" not in found and whole in _FAMILY_BESIDE_GIVEN:
        found["family_name"] = found.pop("name")
    elif "family_name" in found and "given_name" not in found and whole in _GIVEN_BESIDE_FAMILY:
        found["given_name"] = found.pop("name")
    return {field: found[field] for field in FIELDS if field in found}


def preset_mappings(header: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the kinds of tables that a header fits, the best first: name to mapping.

    A kind fits that knows a name's column and one more; what it does not know is guessed.
    """
    columns = {squash(column): column for column in reversed(header)}
    found: list[tuple[int, str, dict[str, str]]] = []
    for preset in table_presets():
        known = {
            field: columns[key]
            for field in FIELDS
            for name in reversed(getattr(preset, "whole_name" if field == "name" else field, ()))
            if (key := squash(name)) in columns
        }
        if "given_name" in known and "family_name" in known:
            known.pop("name", None)
        if has_name(known) and len(known) > 1:
            taken = set(known.values())
            guessed = {f: c for f, c in guess_mapping(header).items() if c not in taken}
            found.append((len(known), preset.name, guessed | known))
    found.sort(key=lambda one: -one[0])
    return {name: mapping for _, name, mapping in found}


def has_name(mapping: Mapping[str, str]) -> bool:
    """Tell whether a mapping says where a name stands."""
    return any(field in mapping for field in NAMES)


def check_mapping(mapping: Mapping[str, str], header: Sequence[str], name: str) -> dict[str, str]:
    """Return a mapping that a person made, without the fields left open.

    Args:
        mapping: field to column; ``""`` leaves a field open.
        header: the columns of the table.
        name: what to call the file in an error.

    Raises:
        BadInput: for an unknown field or column, or if nothing holds a name.
    """
    chosen = {field: column for field, column in mapping.items() if column}
    for field in mapping:
        if field not in FIELDS:
            message = f"{name}: '{field}' is not a field of a contact{did_you_mean(field, FIELDS)}"
            raise BadInput(message)
    for column in chosen.values():
        if column not in header:
            hint = did_you_mean(column, header)
            message = f"{name}: there is no column '{column[:_NAME_OF_A_COLUMN]}'{hint}"
            raise BadInput(message)
    if not has_name(chosen):
        message = (
            f"{name}: the mapping has to say which column holds the name"
            f" ({', '.join(NAMES[:-1])} or {NAMES[-1]})"
        )
        raise BadInput(message)
    return chosen


def no_name_column(header: Sequence[str], name: str) -> BadInput:
    """Return the error of a table in which no column seems to hold a name."""
    shown = ", ".join(f"'{c[:_NAME_OF_A_COLUMN]}'" for c in header[:_SHOWN] if c)
    more = f" and {len(header) - _SHOWN} more" if len(header) > _SHOWN else ""
    message = (
        f"{name}: no column is named like a name (columns: {shown}{more}); call one 'Name', or say"
        " which it is with a mapping such as {'name': COLUMN}"
    )
    return BadInput(message)


def is_foreign_date(column: str) -> bool:
    """Tell whether the column of dates is called as in a language that writes the day first."""
    found = squash(column)
    return found not in _AMERICAN_DATES and _FIELD_OF.get(found, ("", 0))[0] == "connected_on"
