"""What is wrong with a feature or a row, as an English sentence by code; the screens have it in their languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from layers.catalog import BY_KEY
from layers.schema import Fault, Field

# {field} is a field's title, {detail} the figure, {other} a second feature; console.views.layerwords has the same.
SENTENCES: Mapping[str, str] = {
    "field-missing": "{field} is missing",
    "field-unknown": "The layer has no field {field}",
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
    "field-date": "{field} is no date: {detail}",
    "field-moment": "{field} is no date and time: {detail}",
    "kind": "The shape is of another kind than the layer's: {detail}",
    "invalid": "The shape is not valid: {detail}",
    "outside": "It lies outside the city",
    "away": "It lies {detail} km outside the city",
    "twice": "Its id stands in row {detail} as well",
    "short": "The line is only {detail} m long",
    "small": "The area has only {detail} m²",
    "twin": "It stands {detail} m beside {other}: perhaps the same",
    "overlap": "It overlaps {other} by {detail} m²",
    "gap": "A gap of {detail} m² lies beside it",
}


def sentence_of(layer: str, fault: Fault, other: str = "") -> str:
    """One fault; of a field with the title that people know it by."""
    field = next((row for row in BY_KEY[layer].fields if row.key == fault.field), None) if layer in BY_KEY else None
    text = SENTENCES.get(fault.code) or SENTENCES.get(f"field-{fault.code}")
    if text is None:
        return f"{fault.field} {fault.code} {fault.detail}".strip()
    detail = limits(field) if field and fault.code.removeprefix("field-") == "range" else fault.detail
    return text.format(field=field.title if field else fault.field, detail=detail, other=other)


def sentences_of(layer: str, wrong: Iterable[Fault]) -> str:
    """All that is wrong, in one line."""
    return "; ".join(sentence_of(layer, fault) for fault in wrong)


def limits(field: Field) -> str:
    """From where to where a number may go, with its unit."""
    low, high = (f"{value:g}" if value is not None else "…" for value in (field.low, field.high))
    return f"{low} – {high}" + (f" {field.unit}" if field.unit else "")
