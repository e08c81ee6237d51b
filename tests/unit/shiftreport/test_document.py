"""The document's words: both languages complete, figures in their own marks, every colour of the map explained."""

import string
from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain.deadlines import ClockState
from console.domain.reports import Channel, Priority, Status
from console.shiftreport.document import compose
from console.shiftreport.input import ShiftInput
from console.shiftreport.mapscript import legend
from console.shiftreport.tables import minutes_text
from console.shiftreport.values import Reason
from console.shiftreport.words import LANGUAGES, WORDS, plain, say
from console.theme import Theme
from layers.style import INCIDENT, Part, Style


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_every_word_stands_in_both_languages_with_the_same_fields(key: str) -> None:
    assert set(WORDS[key]) == set(LANGUAGES)
    assert all(WORDS[key][language].strip() for language in LANGUAGES)
    assert fields(WORDS[key]["id"]) == fields(WORDS[key]["en"])


def test_every_state_channel_priority_and_reason_has_a_word() -> None:
    wanted = [f"status.{each}" for each in Status] + [f"channel.{each}" for each in Channel]
    wanted += [f"priority.{each}" for each in Priority] + [f"reason.{each}" for each in Reason]
    assert [key for key in wanted if key not in WORDS] == []


def test_every_colour_of_an_incident_is_explained(given: ShiftInput, day: Theme) -> None:
    tokens = {row.gives for row in Style().rows(INCIDENT, Part.COLOR)}
    shown = legend(compose(given, "id"), "SKPD", day.tokens)
    assert {fill for fill, _, _ in shown if fill} == {day.tokens[token] for token in tokens}
    assert all(word for _, _, word in shown)


def test_no_word_is_left_with_an_open_field(given: ShiftInput) -> None:
    for language in LANGUAGES:
        document = compose(given, language)
        texts = [
            document.lead,
            document.made,
            document.rate,
            *document.notices,
            *(tile.label for tile in document.tiles),
        ]
        texts += [column.title for table in document.tables.values() for column in table.columns]
        texts += [table.title for table in document.tables.values()]
        assert not [text for text in texts if "{" in text]


@pytest.mark.parametrize(
    ("minutes", "id_", "en"),
    [
        (None, "–", "–"),
        (0.4, "24 dtk", "24 s"),
        (2.83, "2,8 mnt", "2.8 min"),
        (95, "95 mnt", "95 min"),
        (320, "5 jam 20 mnt", "5 h 20 min"),
        (179.9, "3 jam", "3 h"),
        (4608, "3,2 hari", "3.2 days"),
    ],
)
def test_spans_of_time_are_said_shortly(minutes: float | None, id_: str, en: str) -> None:
    assert (minutes_text(minutes, "id"), minutes_text(minutes, "en")) == (id_, en)


def test_a_long_text_is_cut_and_says_so() -> None:
    assert plain("kata " * 100, 20) == "kata kata kata kata…"


def test_a_text_is_one_line_without_marks_that_steer() -> None:
    assert plain("a\u202eb\x00c\r\nd\u2028e") == "a b c d e"


def test_late_is_said_of_the_late_only(given: ShiftInput) -> None:
    document = compose(given, "id")
    for item in (*document.oldest, *document.notable):
        late = item.report.clock(document.figures.at).state is ClockState.LATE
        assert item.late == late
        assert item.deadline.startswith("terlambat") == late


def test_a_shift_that_runs_says_up_to_when_it_is_told(given: ShiftInput) -> None:
    early = replace(given, made_at=given.start + timedelta(hours=2))
    assert any("09:00 WIB" in notice for notice in compose(early, "id").notices)
    assert compose(early, "id").figures.at == early.made_at


def test_a_year_without_a_list_of_holidays_is_said(given: ShiftInput) -> None:
    assert not any("2026" in notice for notice in compose(given, "en").notices)
    later = replace(given, start=given.start + timedelta(days=365 * 4), end=given.end + timedelta(days=365 * 4))
    assert any("holidays of 2030" in notice for notice in compose(later, "en").notices)


def test_the_city_s_own_word_for_departments_is_used(given: ShiftInput) -> None:
    renamed = replace(given, city=replace(given.city, department_word={"id": "OPD", "en": "Agency"}))
    assert compose(renamed, "id").tables["departments"].title == "Menurut OPD"


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("title", "fr")
