"""Words of editing layers: states of drafts, moves, findings, why a row is refused, why a file is read as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from console import i18n
from console.domain.calendar import WIB
from console.domain.drafts import Draft, DraftState
from console.i18n import QT_TRANSLATE_NOOP
from console.views.cardmarks import Look
from console.words import field_word, language, moment_text
from layers.catalog import BY_KEY
from layers.changes import GEOMETRY, ChangeKind
from layers.checks import Finding, Severity
from layers.features import Feature, JsonValue
from layers.importing import Guess
from layers.refusals import Refusal
from layers.schema import Fault, Field, Kind

_say = QCoreApplication.translate

STATES: dict[DraftState, str] = {
    DraftState.DRAFT: QT_TRANSLATE_NOOP("Drafts", "Being edited"),
    DraftState.IN_REVIEW: QT_TRANSLATE_NOOP("Drafts", "Waits for review"),
    DraftState.APPROVED: QT_TRANSLATE_NOOP("Drafts", "Approved"),
    DraftState.PUBLISHED: QT_TRANSLATE_NOOP("Drafts", "Published"),
    DraftState.REJECTED: QT_TRANSLATE_NOOP("Drafts", "Sent back"),
    DraftState.WITHDRAWN: QT_TRANSLATE_NOOP("Drafts", "Withdrawn"),
}
STATE_LOOKS: dict[DraftState, Look] = {
    DraftState.DRAFT: Look("ring", "accent"),
    DraftState.IN_REVIEW: Look("question", "soon"),
    DraftState.APPROVED: Look("tick", "ok"),
    DraftState.PUBLISHED: Look("dot", "ok"),
    DraftState.REJECTED: Look("cross", "late"),
    DraftState.WITHDRAWN: Look("box", "muted"),
}
ACTIONS: dict[str, str] = {
    "submit": QT_TRANSLATE_NOOP("Drafts", "Hand in for review"),
    "approve": QT_TRANSLATE_NOOP("Drafts", "Approve"),
    "reject": QT_TRANSLATE_NOOP("Drafts", "Send back…"),
    "reopen": QT_TRANSLATE_NOOP("Drafts", "Take back to edit"),
    "publish": QT_TRANSLATE_NOOP("Drafts", "Publish now"),
    "withdraw": QT_TRANSLATE_NOOP("Drafts", "Withdraw…"),
}
DONE: dict[str, str] = {
    "submit": QT_TRANSLATE_NOOP("Drafts", "“{title}” waits for another person's review."),
    "approve": QT_TRANSLATE_NOOP("Drafts", "“{title}” is approved."),
    "reject": QT_TRANSLATE_NOOP("Drafts", "“{title}” is sent back to {author}."),
    "reopen": QT_TRANSLATE_NOOP("Drafts", "“{title}” can be edited again."),
    "publish": QT_TRANSLATE_NOOP("Drafts", "“{title}” is published: everybody's map has it."),
    "withdraw": QT_TRANSLATE_NOOP("Drafts", "“{title}” is withdrawn."),
}
KINDS: dict[ChangeKind, str] = {
    ChangeKind.INSERT: QT_TRANSLATE_NOOP("Drafts", "added"),
    ChangeKind.UPDATE: QT_TRANSLATE_NOOP("Drafts", "changed"),
    ChangeKind.DELETE: QT_TRANSLATE_NOOP("Drafts", "deleted"),
}
KIND_LOOKS: dict[ChangeKind, Look] = {
    ChangeKind.INSERT: Look("up", "ok"),
    ChangeKind.UPDATE: Look("half", "accent"),
    ChangeKind.DELETE: Look("cross", "late"),
}
FINDINGS: dict[str, str] = {  # by code; {field} is its title, {detail} its figure, {other} a second feature
    "field-missing": QT_TRANSLATE_NOOP("Findings", "{field} is missing"),
    "field-unknown": QT_TRANSLATE_NOOP("Findings", "The layer has no field {field}"),
    "field-choice": QT_TRANSLATE_NOOP("Findings", "{field} must be one of: {detail}"),
    "field-flag": QT_TRANSLATE_NOOP("Findings", "{field} must be yes or no"),
    "field-number": QT_TRANSLATE_NOOP("Findings", "{field} must be a number"),
    "field-integer": QT_TRANSLATE_NOOP("Findings", "{field} must be a whole number"),
    "field-range": QT_TRANSLATE_NOOP("Findings", "{field} must lie within {detail}"),
    "field-text": QT_TRANSLATE_NOOP("Findings", "{field} must be text"),
    "field-long": QT_TRANSLATE_NOOP("Findings", "{field} is longer than {detail} letters"),
    "field-control": QT_TRANSLATE_NOOP("Findings", "{field} holds a control character"),
    "field-link": QT_TRANSLATE_NOOP("Findings", "{field} must begin with https://, http:// or rtsp://"),
    "field-zone": QT_TRANSLATE_NOOP("Findings", "{field} is a time without a zone"),
    "field-time": QT_TRANSLATE_NOOP("Findings", "{field} is no date or time"),
    "field-date": QT_TRANSLATE_NOOP("Findings", "{field} is no date: {detail}"),
    "field-moment": QT_TRANSLATE_NOOP("Findings", "{field} is no date and time: {detail}"),
    "kind": QT_TRANSLATE_NOOP("Findings", "The shape is of another kind than the layer's: {detail}"),
    "invalid": QT_TRANSLATE_NOOP("Findings", "The shape is not valid: {detail}"),
    "outside": QT_TRANSLATE_NOOP("Findings", "It lies outside the city"),
    "away": QT_TRANSLATE_NOOP("Findings", "It lies {detail} km outside the city"),
    "twice": QT_TRANSLATE_NOOP("Findings", "Its id stands in row {detail} as well"),
    "short": QT_TRANSLATE_NOOP("Findings", "The line is only {detail} m long"),
    "small": QT_TRANSLATE_NOOP("Findings", "The area has only {detail} m²"),
    "twin": QT_TRANSLATE_NOOP("Findings", "It stands {detail} m beside {other}: perhaps the same"),
    "overlap": QT_TRANSLATE_NOOP("Findings", "It overlaps {other} by {detail} m²"),
    "gap": QT_TRANSLATE_NOOP("Findings", "A gap of {detail} m² lies beside it"),
}
SEVERITIES: dict[Severity, str] = {
    Severity.ERROR: QT_TRANSLATE_NOOP("Findings", "error"),
    Severity.WARNING: QT_TRANSLATE_NOOP("Findings", "warning"),
}
SEVERITY_LOOKS: dict[Severity, Look] = {
    Severity.ERROR: Look("alarm", "late"),
    Severity.WARNING: Look("triangle", "soon"),
}
REFUSALS: dict[str, str] = {  # layers.refusals.REASONS for the screen
    "no_text": QT_TRANSLATE_NOOP("Refusals", "It says nothing"),
    "no_place": QT_TRANSLATE_NOOP("Refusals", "Its place is missing, or is no number"),
    "placeholder": QT_TRANSLATE_NOOP("Refusals", "It lies on whole degrees: nobody's place"),
    "swapped": QT_TRANSLATE_NOOP("Refusals", "Its longitude and latitude are exchanged"),
    "metres": QT_TRANSLATE_NOOP("Refusals", "Its place is in metres, or in another system"),
    "crs": QT_TRANSLATE_NOOP("Refusals", "Its coordinate system is not known"),
    "outside": QT_TRANSLATE_NOOP("Refusals", "It lies outside the city"),
    "time": QT_TRANSLATE_NOOP("Refusals", "A time in it can't be read"),
    "twice": QT_TRANSLATE_NOOP("Refusals", "It stands in the file twice"),
    "control": QT_TRANSLATE_NOOP("Refusals", "It holds a control character"),
    "encoding": QT_TRANSLATE_NOOP("Refusals", "Its letters do not fit the encoding"),
    "columns": QT_TRANSLATE_NOOP("Refusals", "It has more cells than the header, or a quote that never ends"),
    "long": QT_TRANSLATE_NOOP("Refusals", "It is too long"),
    "geometry": QT_TRANSLATE_NOOP("Refusals", "It has no shape, or one that can't be read"),
    "fields": QT_TRANSLATE_NOOP("Refusals", "It does not fit the layer's fields"),
    "kind": QT_TRANSLATE_NOOP("Refusals", "It is of no kind that is looked for"),
    "overlap": QT_TRANSLATE_NOOP("Refusals", "It shares its ground with another area"),
    "service": QT_TRANSLATE_NOOP("Refusals", "The service has refused it"),
}
GUESSES: dict[str, str] = {  # of the coordinate system
    "file": QT_TRANSLATE_NOOP("Guesses", "The file names it: {detail}."),
    "format": QT_TRANSLATE_NOOP("Guesses", "The format is always in degrees (WGS 84)."),
    "degrees": QT_TRANSLATE_NOOP("Guesses", "Most places lie in the city as degrees."),
    "metres": QT_TRANSLATE_NOOP("Guesses", "The numbers are metres; in {detail} they lie in the city."),
    "swapped": QT_TRANSLATE_NOOP("Guesses", "Longitude and latitude are exchanged; they are turned."),
    "far": QT_TRANSLATE_NOOP("Guesses", "The places are degrees, but most lie far from the city."),
    "nowhere": QT_TRANSLATE_NOOP("Guesses", "No system that is known puts the places into the city: choose it."),
    "nothing": QT_TRANSLATE_NOOP("Guesses", "There are no places to judge by."),
    "said": QT_TRANSLATE_NOOP("Guesses", "You have chosen it."),
}
LETTERS: dict[str, str] = {  # of the encoding
    "format": QT_TRANSLATE_NOOP("Guesses", "The format is always {detail}."),
    "file": QT_TRANSLATE_NOOP("Guesses", "The file beside it (.cpg) says {detail}."),
    "bom": QT_TRANSLATE_NOOP("Guesses", "The first bytes say {detail}."),
    "ascii": QT_TRANSLATE_NOOP("Guesses", "Only plain letters: every encoding fits."),
    "fits": QT_TRANSLATE_NOOP("Guesses", "All letters fit {detail}."),
    "said": QT_TRANSLATE_NOOP("Guesses", "You have chosen it."),
}


def state_word(state: DraftState) -> str:
    """How a draft stands."""
    return _say("Drafts", STATES[state])


def action_word(action: str) -> str:
    """What a button of a draft says."""
    return _say("Drafts", ACTIONS[action])


def kind_word(kind: ChangeKind) -> str:
    """What becomes of a feature."""
    return _say("Drafts", KINDS[kind])


def severity_word(severity: Severity) -> str:
    """Error or warning."""
    return _say("Findings", SEVERITIES[severity])


def finding_sentence(finding: Finding, names: Mapping[str, Feature] = MappingProxyType({})) -> str:
    """What a check says. `names`: features of the layer, by which the other one is called by its name."""
    other = names.get(finding.other)
    said = name_of(other) if other is not None else finding.other
    return _filled(finding.code, title_of(finding.layer, finding.field), _figure(finding.detail), said)


def _figure(detail: str) -> str:
    """A figure of a finding as people write it; all else as it is."""
    try:
        return number_of(float(detail))
    except ValueError:
        return detail


def fault_sentence(field: Field, fault: Fault) -> str:
    """What is wrong with a value that was typed in."""
    detail = fault.detail
    if fault.code.removeprefix("field-") == "range":
        low, high = (number_of(value) if value is not None else "…" for value in (field.low, field.high))
        detail = f"{low} – {high}" + (f" {field.unit}" if field.unit else "")
    code = fault.code if fault.code in FINDINGS else f"field-{fault.code}"
    return _filled(code, field_word(field.title), detail, "")


def _filled(code: str, field: str, detail: str, other: str) -> str:
    text = FINDINGS.get(code)
    if text is None:
        return f"{code} {detail}".strip()
    return _say("Findings", text).format(field=field, detail=detail, other=other)


def refusal_text(refusal: Refusal, layer: str) -> str:
    """Why a row is not taken, as a sentence."""
    if not refusal.why:
        return _say("Refusals", REFUSALS[refusal.reason])
    fields = {field.key: field for field in BY_KEY[layer].fields} if layer in BY_KEY else {}
    said = [
        fault_sentence(fields[fault.field], fault)
        if fault.field in fields
        else _filled(fault.code, fault.field, _figure(fault.detail), "")
        for fault in refusal.why
    ]
    return "; ".join(said)


def crs_sentence(guess: Guess) -> str:
    """Why a coordinate system is assumed."""
    return _say("Guesses", GUESSES[guess.code]).format(detail=guess.detail)


def letters_sentence(guess: Guess) -> str:
    """Why an encoding is assumed."""
    return _say("Guesses", LETTERS[guess.code]).format(detail=guess.detail)


def title_of(layer: str, key: str) -> str:
    """The title of a layer's field by its key; the key itself where the layer has no such field."""
    if key == GEOMETRY:
        return QCoreApplication.translate("Drafts", "Place and shape")
    row = next((field for field in BY_KEY[layer].fields if field.key == key), None) if layer in BY_KEY else None
    return field_word(row.title) if row else key


def name_of(feature: Feature) -> str:
    """What a feature is called: its name, else its id."""
    label = BY_KEY[feature.layer].label if feature.layer in BY_KEY else "name"
    return str(feature.properties.get(label) or feature.properties.get("name") or feature.id)


def number_of(value: float) -> str:
    """A figure as people write it, without needless noughts."""
    if isinstance(value, int) or float(value).is_integer():
        return i18n.number(value, 0, language())
    decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
    return i18n.number(value, max(1, decimals), language())


def value_text(field: Field | None, value: JsonValue) -> str:
    """A field's value for people: numbers and dates their way, yes or no; empty where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        yes, no = QCoreApplication.translate("Drafts", "yes"), QCoreApplication.translate("Drafts", "no")
        return yes if value else no
    if isinstance(value, int | float):
        whole = field is not None and field.kind is Kind.INTEGER and abs(value) < 10_000
        return str(int(value)) if whole else number_of(value)
    if field is not None and field.kind in (Kind.DATE, Kind.MOMENT):
        return _time_text(field, value)
    return value


def value_said(field: Field | None, value: JsonValue, now: datetime) -> str:
    """The same where it stands alone: with its unit, and a moment as short as the day allows."""
    if field is not None and field.kind is Kind.MOMENT and value:
        try:
            return moment_text(datetime.fromisoformat(str(value)), now)
        except ValueError:
            return str(value)
    text = value_text(field, value)
    return f"{text} {field.unit}" if text and field is not None and field.unit else text


def _time_text(field: Field, value: str) -> str:
    try:
        if field.kind is Kind.DATE:
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        return f"{datetime.fromisoformat(value).astimezone(WIB):%d/%m/%Y %H:%M}"
    except ValueError:
        return value


def done_sentence(action: str, draft: Draft) -> str:
    """What was done to a draft."""
    return _say("Drafts", DONE[action]).format(title=draft.title, author=draft.author)
