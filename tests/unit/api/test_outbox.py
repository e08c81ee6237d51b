"""The outbox: on disk before it is sent, in order, once, and kept until it is answered."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.api.outbox import Entry, Outbox, State

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outbox.sqlite"


def entry(number: int, **more: object) -> Entry:
    return Entry(f"key-{number}", "r1", "note", {"text": f"catatan {number}"}, made_at=NOW, **more)  # type: ignore[arg-type]


def test_what_was_put_in_is_there_after_the_console_died(path):
    Outbox(path).put(entry(1))  # never closed: as after kill -9
    again = Outbox(path)
    assert [found.body for found in again.unsent()] == [{"text": "catatan 1"}]
    again.close()


def test_entries_go_out_in_the_order_they_were_made(path):
    box = Outbox(path)
    for number in range(20):
        box.put(entry(number))
    assert [found.key for found in box.unsent()] == [f"key-{number}" for number in range(20)]
    box.close()


def test_the_same_key_twice_is_one_entry(path):
    box = Outbox(path)
    box.put(entry(1))
    box.put(entry(1))
    assert len(box.unsent()) == 1
    box.close()


def test_what_is_answered_is_history_and_no_longer_unsent(path):
    box = Outbox(path)
    box.put(entry(1))
    box.put(entry(2))
    box.answered("key-1", State.SENT, "BKS-000001")
    box.answered("key-2", State.REFUSED, "version-mismatch: somebody was faster")
    assert box.unsent() == []
    assert [(found.key, found.state) for found in box.history()] == [("key-2", State.REFUSED), ("key-1", State.SENT)]
    box.close()


def test_only_answered_entries_are_forgotten_after_thirty_days(path):
    box = Outbox(path)
    box.put(entry(1))
    box.put(entry(2))
    box.answered("key-1", State.SENT)
    box.forget(NOW + timedelta(days=31))
    assert [found.key for found in box.history()] == ["key-2"]
    box.close()
