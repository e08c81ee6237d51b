"""Titles of layers, fields and classes in Indonesian, for programs without translations of them: as on the screens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from console.domain.wire import Json
from console.resources import ResourceMissing, resource_path

CONTEXTS = ("Layers", "Fields", "Symbols")


def words(titles: Iterable[str]) -> Json:
    """These English titles in other languages: language → English → its own."""
    known = _indonesian()
    return {"id": {title: known[title] for title in titles if title in known}}


@lru_cache(1)
def _indonesian() -> Mapping[str, str]:
    from defusedxml.ElementTree import parse

    try:
        contexts = parse(resource_path("i18n", "id.ts")).iter("context")
    except ResourceMissing:
        return {}  # the titles then stay English
    return {
        str(message.findtext("source")): str(message.findtext("translation"))
        for context in contexts
        if context.findtext("name") in CONTEXTS
        for message in context.iter("message")
    }
