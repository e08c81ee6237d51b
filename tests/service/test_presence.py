"""Who looks at what: the latest word of each console, at whichever process of a shared store it was said."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from console.domain.roles import Role, User
from console.service.app import create_app
from console.service.presence import Presence
from console.service.settings import ServiceSettings
from tests.service.clusters import cluster, new_database
from tests.service.conftest import Person

__all__ = ["cluster", "new_database"]

SARI, BUDI = ("desk-1", "sari"), ("desk-2", "budi")


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def shown(presence: Presence) -> dict[str, str | None]:
    return {row["user"]: row["report"] for row in presence.to_json()["consoles"]}


def test_a_console_whose_calls_reach_another_process_than_its_stream_is_seen_there_and_here():
    clock = Clock()
    here, there = Presence(clock), Presence(clock)
    here.listens([(SARI, "Sari")])
    there.looks(SARI, "r1")
    here.hear([there.own()])
    there.hear([here.own()])
    assert shown(here) == shown(there) == {"sari": "r1"}


def test_the_latest_word_counts_wherever_it_was_said():
    clock = Clock()
    here, there = Presence(clock), Presence(clock)
    here.listens([(SARI, "Sari"), (BUDI, "Budi")])
    here.looks(SARI, "r1")
    clock.at += 1
    there.looks(SARI, "r2")
    here.hear([there.own()])
    assert shown(here) == {"sari": "r2", "budi": None}
    clock.at += 1
    here.looks(SARI, None)
    assert shown(here) == {"sari": None, "budi": None}


def test_a_clock_that_is_put_back_does_not_bring_an_old_word_back():
    clock = Clock()
    here, there = Presence(clock), Presence(clock)
    here.listens([(SARI, "Sari")])
    there.looks(SARI, "r1")
    here.hear([there.own()])
    clock.at -= 3600
    here.looks(SARI, "r2")
    there.hear([here.own()])
    assert shown(here) == shown(there) == {"sari": "r2"}


def test_who_listens_nowhere_is_not_there_and_what_they_looked_at_is_forgotten_after_a_while():
    clock = Clock()
    here = Presence(clock)
    here.looks(SARI, "r1")
    assert shown(here) == {}
    here.hear([])
    assert json.loads(here.own())["looks"]  # the stream may be about to come back
    clock.at += 61
    here.hear([])
    assert json.loads(here.own())["looks"] == []


def test_names_that_never_listen_take_no_place_without_end():
    clock = Clock()
    here = Presence(clock)
    for n in range(1100):
        here.looks((f"desk-{n}", "sari"), "r1")
    assert len(json.loads(here.own())["looks"]) == 1000
    clock.at += 61
    here.looks(BUDI, "r2")
    assert [look[1] for look in json.loads(here.own())["looks"]] == ["budi"]


def test_two_services_on_one_database_know_who_is_at_the_other(new_database: Callable[[], str], tmp_path: Path):
    first = ServiceSettings(data=tmp_path / "1", database=new_database(), demo=True, seed=False, run_feeds=False)
    second = replace(first, data=tmp_path / "2")
    with TestClient(create_app(first)) as one, TestClient(create_app(second)) as two:
        hubs = [http.app.state.service.hub for http in (one, two)]  # type: ignore[attr-defined]
        sari = User("operator", "Operator", Role.OPERATOR)
        report = Person(one, "operator").sends()
        hubs[0]._loop.call_soon_threadsafe(hubs[0].join, sari, "desk-7")
        assert Person(two, "operator", "desk-7").post("/presence", {"report": report["id"]}).status_code == 204
        wanted = [{"console": "desk-7", "user": "operator", "title": "Operator", "report": report["id"]}]
        until = time.monotonic() + 30
        while any(hub.presence()["consoles"] != wanted for hub in hubs) and time.monotonic() < until:
            time.sleep(0.05)
        assert [hub.presence()["consoles"] for hub in hubs] == [wanted, wanted]
    with TestClient(create_app(second)) as two:  # who has gone is told as gone
        assert two.app.state.service.store.share_presence(b"") == []  # type: ignore[attr-defined]


def test_what_a_service_said_that_died_holds_for_some_seconds_only(new_database: Callable[[], str]):
    from console.service.store.postgres import PostgresStore

    address = new_database()
    died, lives = PostgresStore(address), PostgresStore(address)
    died.share_presence(b"here")
    assert lives.share_presence(b"me") == [b"here"]
    died._writer.execute("UPDATE presence SET at = at - interval '6 seconds' WHERE body = 'here'")
    assert lives.share_presence(b"me") == []
    died.close()
    lives.close()
