"""Words: no state, layer, action or error without one, and clocks that read at a glance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console import vocabulary, words
from console.api import errors as api
from console.domain import errors, ranking, workflow
from console.domain.deadlines import Clock, ClockState
from console.domain.reports import Channel, Priority, Status
from console.domain.roles import Role
from console.domain.shifts import SHIFTS
from console.service.adapters import adapters
from console.views import layerwords
from layers.catalog import BY_KEY, LAYERS
from layers.refusals import REASONS, Refusal
from layers.schema import Fault, faults
from layers.sentences import SENTENCES, sentence_of

NOW = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        (vocabulary.STATUSES, Status),
        (vocabulary.WHYS, ranking.Why),
        (vocabulary.CLOCK_STATES, ClockState),
        (vocabulary.CHANNELS, Channel),
        (vocabulary.PRIORITIES, Priority),
        (vocabulary.ROLES, Role),
        (vocabulary.REASONS, workflow.REJECT_REASONS),
        (vocabulary.SHIFTS, [kind.key for kind in SHIFTS]),
        (vocabulary.DONE, workflow.BY_KEY),
    ],
)
def test_every_key_has_a_word(table, keys):
    assert set(table) == set(keys)
    assert all(table.values())


def test_the_titles_of_rules_layers_and_feeds_are_repeated_for_the_translators():
    assert set(vocabulary.ACTIONS) == {row.title for row in workflow.ACTIONS}
    assert set(vocabulary.LAYERS) == {layer.title for layer in LAYERS}
    manifests = [row.manifest for row in adapters().values()]
    assert set(vocabulary.FEED_TITLES) == {manifest.title for manifest in manifests}
    asked = [option for manifest in manifests for option in manifest.options if option.title]
    assert set(vocabulary.FEED_OPTIONS) == {option.title for option in asked}
    assert set(vocabulary.FEED_CHOICES) == {choice for option in asked for choice in option.choices} - {
        layer.key for layer in LAYERS
    }
    assert set(vocabulary.FIELDS) == {field.title for layer in LAYERS for field in layer.fields}


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(minutes=12), "12 min"),
        (timedelta(seconds=20), "1 min"),
        (timedelta(0), "−1 min"),
        (-timedelta(minutes=12), "−12 min"),
        (timedelta(hours=2, minutes=10), "2 h"),
        (-timedelta(days=3), "−3 d"),
    ],
)
def test_a_clock_says_what_is_left_or_how_late_it_is(qapp, left, text):
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale("en_GB"))
    assert words.clock_text(Clock("forward", NOW + left, ClockState.OK), NOW) == text


def test_a_clock_that_stands_still_says_so(qapp):
    assert words.clock_text(Clock("solve", NOW, ClockState.STOPPED), NOW) == "stopped"
    assert words.clock_text(Clock.none(), NOW) == "ended"
    assert words.clock_text(Clock("hold", NOW + timedelta(hours=5), ClockState.STOPPED), NOW) == "5 h"


CODES = [kind.code for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.DomainError)]


@pytest.mark.parametrize("code", sorted(set(CODES) - {"rule"}))
def test_every_refusal_of_the_rules_is_a_sentence_with_a_remedy(qapp, code):
    trouble = words.trouble(api.Refused(422, code, "raw words of the service", {"field": "department"}))
    assert trouble.sentence.endswith(".")
    assert trouble.remedy
    assert "raw words" not in trouble.text()
    assert "raw words" in trouble.detail


@pytest.mark.parametrize(
    "error",
    [
        api.Unreachable("refused"),
        api.NotStarted("port"),
        api.SignInNeeded(401, "unauthorized", ""),
        api.Conflict(412, "version-mismatch", ""),
        api.Stopped(503, "busy", ""),
        api.Stopped(507, "storage", ""),
        api.Refused(418, "teapot", ""),
        OSError("disk"),
        ZeroDivisionError("bug"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_error_says_what_happened_and_what_it_means(qapp, error):
    trouble = words.trouble(error)
    assert trouble.sentence.endswith(".")
    assert trouble.meaning or trouble.remedy
    assert type(error).__name__ in trouble.detail


def test_a_figure_that_is_missing_shows_as_a_dash(qapp):
    assert "–" in words.trouble(api.Refused(422, "missing", "")).sentence
    assert "department" in words.trouble(errors.Missing("x", field="department")).sentence


def test_what_is_wrong_with_a_row_is_said_the_same_at_the_terminal_and_on_the_screen():
    assert dict(SENTENCES) == layerwords.FINDINGS
    assert set(layerwords.REFUSALS) == set(REASONS)


def test_a_refused_row_is_told_in_a_sentence_with_the_fields_title():
    wrong = faults(BY_KEY["camera"].fields, {"name": "A", "link": "stream.m3u8", "state": "mati"})
    refusal = Refusal(3, "fields", "", why=(*wrong, Fault("", "twice", "2")))
    assert layerwords.refusal_text(refusal, "camera") == (
        "Link must begin with https://, http:// or rtsp://; State must be one of: aktif, gangguan, nonaktif;"
        " Its id stands in row 2 as well"
    )
    assert sentence_of("waste_point", Fault("fill_pct", "range", "0..200")) == "Fill level must lie within 0 – 200 %"
    assert layerwords.refusal_text(Refusal(1, "columns", "x"), "camera") == layerwords.REFUSALS["columns"]
