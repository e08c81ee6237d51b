"""Categories of reports: a dated table of the profile; and which category a citizen's words suggest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from console.domain.reports import Priority

YES_NO: dict[str, tuple[str, str]] = {"id": ("ya", "tidak"), "en": ("yes", "no")}


@dataclass(frozen=True, slots=True)
class Question:
    """A yes/no question whose answer a route may use."""

    key: str
    text: Mapping[str, str]

    def said(self, answer: bool, language: str) -> str:
        """Question and answer as a person would write them down; the call form puts them into the report's text."""
        spoken = language if language in self.text else next(iter(self.text))
        return f"{self.text[spoken]} {YES_NO.get(spoken, YES_NO['en'])[not answer]}"

    def read_in(self, text: str) -> bool | None:
        """The answer that a line of the text gives, in any language, the last where several do; None: none does."""
        found = None
        for line in text.splitlines():
            for language in YES_NO.keys() & self.text.keys():
                for answer in (True, False):
                    if line.strip() == self.said(answer, language):
                        found = answer
        return found


@dataclass(frozen=True, slots=True)
class Category:
    """What a report is about. `title` is by language code; keywords are lower case, Indonesian and English."""

    code: str
    title: Mapping[str, str]
    pillar: str
    department: str
    deadline: str
    priority: Priority
    icon: str
    keywords: tuple[str, ...] = ()
    emergency: bool = False
    check: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    questions: tuple[Question, ...] = ()

    @classmethod
    def from_table(cls, row: Mapping[str, Any]) -> Category:
        """Reads a row of categories.toml (or the same as JSON, dates as text)."""
        return cls(
            code=row["code"],
            title=dict(row["title"]),
            pillar=row["pillar"],
            department=row["department"],
            deadline=row["deadline"],
            priority=Priority(row.get("priority", "normal")),
            icon=row.get("icon", ""),
            keywords=tuple(row.get("keywords", ())),
            emergency=bool(row.get("emergency", False)),
            check=bool(row.get("check", False)),
            valid_from=read_date(row.get("valid_from")),
            valid_to=read_date(row.get("valid_to")),
            questions=tuple(Question(item["key"], dict(item["text"])) for item in row.get("questions", ())),
        )

    def is_valid_on(self, day: date) -> bool:
        """Whether the row holds on that day; both ends are included."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def answers_in(text: str, questions: Iterable[Question]) -> dict[str, bool]:
    """What a report's text says to these questions, by their keys: whoever took the call has asked them already."""
    found = {question.key: question.read_in(text) for question in questions}
    return {key: answer for key, answer in found.items() if answer is not None}


def read_date(value: object) -> date | None:
    """A date of TOML (a date) or JSON (ISO text); None stays None."""
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category that the words suggest, and the words that did."""

    category: str
    words: tuple[str, ...]


def suggest(text: str, categories: Iterable[Category], limit: int = 3) -> list[Suggestion]:
    """The categories whose keywords stand in the text, most letters matched first. Whole words only."""
    plain = " " + " ".join(re.findall(r"[a-z0-9]+", text.lower())) + " "
    found: list[tuple[int, int, Suggestion]] = []
    for order, category in enumerate(categories):
        words = tuple(word for word in category.keywords if f" {' '.join(re.findall('[a-z0-9]+', word))} " in plain)
        if words:
            found.append((-sum(map(len, words)), order, Suggestion(category.code, words)))
    return [suggestion for _, _, suggestion in sorted(found, key=lambda item: item[:2])[:limit]]
