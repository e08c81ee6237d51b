"""Errors as sentences for a person, in QGIS's language."""

from .errors import Conflicts, CopyError, Insecure, NotTheService, Refused, SchemaChanged, Unreachable
from .words import say, title_of

MOST_FINDINGS = 5  # that are told at once
REFUSALS = {  # by status
    401: "Your sign-in is over. Sign in again; your edits are safe here.",
    403: "Your role may not do this.",
    404: "The service does not know this.",
    413: "That is more than the service takes at once.",
    429: "Too many tries. Wait a moment.",
    503: "The service can't store anything now. Your edits are safe here; push again later.",
    507: "The service can't store anything now. Your edits are safe here; push again later.",
}
FINDINGS = {  # by code
    "field-missing": "{field} is missing",
    "field-unknown": "the layer has no field {field}",
    "field-choice": "{field} must be one of: {detail}",
    "field-flag": "{field} must be yes or no",
    "field-number": "{field} must be a number",
    "field-integer": "{field} must be a whole number",
    "field-range": "{field} must lie within {detail}",
    "field-text": "{field} must be text",
    "field-long": "{field} is longer than {detail} letters",
    "field-control": "{field} holds a control character",
    "field-link": "{field} must begin with https://, http:// or rtsp://",
    "field-zone": "{field} is a time without a zone",
    "field-time": "{field} is no date or time",
    "kind": "the shape is of another kind than the layer's: {detail}",
    "invalid": "the shape is not valid: {detail}",
    "outside": "it lies outside the city",
    "overlap": "it overlaps {other} by {detail} m²",
}
SAID = (  # the first that fits
    (
        NotTheService,
        "Something else than the service answers there. Is the address right? Does your network ask for a sign-in?",
    ),
    (Unreachable, "The service does not answer. Your edits are safe here; push again later."),
    (Insecure, "The address must begin with https://, so that nobody reads your password on the way."),
)
UNKNOWN = "Something went wrong. It is written in QGIS's log, under POC."


def sentence_of(error, copy=None):
    """What to tell. `copy`: the local copy that it is about, for the names of its features and fields."""
    if isinstance(error, CopyError):
        return str(error)
    if isinstance(error, Conflicts):
        return say("Changed by somebody else in the same fields: {count}. Decide each.", count=len(error.conflicts))
    if isinstance(error, SchemaChanged):
        added, removed = (", ".join(names) or "–" for names in (error.added, error.removed))
        words = "The layer has other fields now (new: {added}; gone: {removed}). Pull it anew under another name."
        return say(words, added=added, removed=removed)
    if isinstance(error, Refused):
        return _refused(error, copy)
    return say(next((words for kind, words in SAID if isinstance(error, kind)), UNKNOWN))


def _refused(error, copy):
    rows = [row for row in error.extra.get("findings") or [] if isinstance(row, dict)]
    found = [row for row in rows if row.get("severity") != "warning"]
    if found:
        told = "; ".join(_finding(row, copy) for row in found[:MOST_FINDINGS])
        return say("The checks found {count}: {words}", count=len(found), words=told)
    words = REFUSALS.get(error.status)
    return say(words) if words else say("The service refused it: {words}", words=error)


def _finding(row, copy):
    """One finding: which feature, and what is wrong with it."""
    schema = copy.schema if copy is not None else {"fields": ()}
    titles = {field["key"]: title_of(schema, field["title"]) for field in schema["fields"]}
    field = str(row.get("field") or "")
    figures = {name: str(row.get(name) or "") for name in ("detail", "other")}
    words = FINDINGS.get(row.get("code"))
    said = say(words, field=titles.get(field, field), **figures) if words else str(row.get("code"))
    ident = str(row.get("id") or "")
    name = copy.name_of(ident) if copy is not None else ident
    return f"{name}: {said}"
