"""Signing in: guessing is slowed down without locking a colleague out; a sign-in that ends, ends everywhere at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from console.service import passwords
from console.service.auth import hasher
from console.service.problems import Problem
from console.service.tries import Calls, Tries, Window, place_of
from tests.service.conftest import Person, new_report
from tests.service.running import Running, frames

HERE, THERE = "10.0.0.7", "203.0.113.9"


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def wait_of(tries: Tries, account: str, address: str) -> int:
    """How long this one must wait; 0: the try counted."""
    try:
        tries.begin(account, address)
    except Problem as problem:
        return int(problem.headers["Retry-After"]) if problem.status == 429 else -1
    return 0


def test_whoever_guesses_an_account_from_one_place_waits(clock: Clock):
    tries = Tries(clock)
    assert [wait_of(tries, "siti", HERE) for _ in range(7)] == [0] * 5 + [60, 60]
    clock.at += 60
    assert wait_of(tries, "siti", HERE) == 0


def test_guessing_from_elsewhere_does_not_lock_the_owner_out(clock: Clock):
    tries = Tries(clock)
    tries.begin("siti", HERE)
    tries.fitted("siti", HERE)  # Siti signed in at this desk before
    for place in range(100):
        wait_of(tries, "siti", f"203.0.113.{place}")
    assert wait_of(tries, "siti", "203.0.113.200") > 0, "strange places wait together"
    assert wait_of(tries, "siti", HERE) == 0, "her own desk does not"
    assert wait_of(tries, "budi", "203.0.113.200") == 0, "and nobody else"


def test_whoever_tries_many_accounts_from_one_place_waits(clock: Clock):
    tries = Tries(clock)
    assert [wait_of(tries, f"user{n}", THERE) > 0 for n in range(32)] == [False] * 30 + [True] * 2
    assert wait_of(tries, "siti", HERE) == 0


def test_right_passwords_are_never_counted(clock: Clock):
    tries = Tries(clock)
    for _ in range(200):
        assert wait_of(tries, "siti", HERE) == 0
        tries.fitted("siti", HERE)


def test_one_ipv6_subscriber_is_one_place():
    assert place_of("2001:db8:1:2::1") == place_of("2001:db8:1:2:ffff::9") != place_of("2001:db8:1:3::1")
    assert place_of("::ffff:10.0.0.7") == "10.0.0.7"
    assert place_of("fe80::1%eth0") == "fe80::/64"


def test_what_is_counted_stays_bounded(clock: Clock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("console.service.tries.MOST_KEYS", 10)
    window = Window(3, 60, clock)
    for n in range(100):
        window.note(str(n))
    assert len(window._seen) == 10


def test_wrong_keys_are_counted_by_place_and_right_ones_by_key(clock: Clock):
    calls = Calls(20, clock)
    for _ in range(10):
        calls.may_try(THERE)
        calls.wrong(THERE)
    with pytest.raises(Problem):
        calls.may_try(THERE)
    calls.may_try(HERE)
    for _ in range(20):
        calls.used("app-1")
    with pytest.raises(Problem):
        calls.used("app-1")
    calls.used("app-2")


@pytest.mark.parametrize(
    "password",
    ["short", "aaaaaaaaaaaaaa", "123456789012", "abcdefghijkl", "qwertyuiop[]", "password1234", "Bekasi-2026!!",
     "rahasia12345", "abcabcabcabc", "operator-operator", "PatriotSiaga112", "siti aminah 1", "1234512345123451",
     "lkjhgfdsapoiuyt"],
)  # fmt: skip
def test_passwords_that_everybody_tries_first_are_refused(password: str):
    assert passwords.weakness(password, ("siti", "Siti Aminah"))


@pytest.mark.parametrize(
    "password", ["kuda lepas dari gang", "sepuluh huruf", "x9!kQ#vv-2Lm-t", "пароль из слов", "9 82 7 3 4 1 50"]
)
def test_long_words_of_ones_own_are_taken_whatever_their_characters(password: str):
    assert passwords.weakness(password, ("siti", "Siti Aminah")) == ""


def test_passwords_are_hashed_as_the_document_says():
    made = hasher().hash("kuda lepas dari gang")
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_lesser_hash_is_made_costlier_at_the_next_sign_in(tmp_path: Path):
    from argon2 import PasswordHasher

    from console.domain.roles import Role, User
    from console.service.app import create_app
    from console.service.settings import ServiceSettings

    app = create_app(ServiceSettings(data=tmp_path, run_feeds=False))
    with TestClient(app) as http:
        service = app.state.service
        cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("kuda lepas dari gang")
        service.writer.do(lambda tx: tx.put_user(User("siti", "Siti", Role.OPERATOR), cheap))
        sent = {"name": "siti", "password": "kuda lepas dari gang"}
        assert http.post("/session", json=sent).status_code == 201
        assert "m=65536" in service.store.read.user("siti")[1]
        assert http.post("/session", json=sent).status_code == 201


def test_tries_are_told_with_how_long_to_wait_and_stand_in_the_log_for_those_who_exist(http: TestClient):
    for name in ("nobody-there", "officer"):
        last = [http.post("/session", json={"name": name, "password": f"try {n}"}) for n in range(7)][-1]
        assert last.status_code == 429
        assert 1 <= int(last.headers["Retry-After"]) <= 60
        assert last.json()["type"] == "urn:poc:too-often"
    events = Person(http, "auditor").get("/events", kind="session.refused").json()["events"]
    assert [(event["entity_id"], event["payload"]["why"]) for event in events] == [
        *[("officer", "unauthorized")] * 5,
        ("officer", "too-often"),
    ]
    assert "nobody-there" not in str(events)


def test_everybody_changes_the_own_password_and_signs_in_anew(http: TestClient):
    siti = Person(http, "operator")
    fresh = "kuda lepas dari gang"
    for old, new, status in (("wrong", fresh, 401), ("demo", "short", 422), ("demo", "password1234", 422)):
        assert siti.post("/session/password", {"old": old, "new": new}).status_code == status
    assert siti.post("/session/password", {"old": "demo", "new": fresh}).status_code == 204
    assert siti.get("/reports").status_code == 401
    assert http.post("/session", json={"name": "operator", "password": "demo"}).status_code == 401
    assert http.post("/session", json={"name": "operator", "password": fresh}).status_code == 201
    log = Person(http, "auditor").get("/events").text
    assert "user.changed" in log
    assert fresh not in log


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with Running(tmp_path) as service:
        yield service


def test_a_stream_ends_with_the_sign_in_however_much_there_is_to_tell(running: Running):
    """It used to be looked at between two messages only, and never while there were always more."""
    seen: list[str] = []
    started = threading.Event()

    def follow(http: httpx2.Client) -> None:
        with http.stream("GET", "/stream") as answer:
            for _, kind, data in frames(answer.iter_lines()):
                started.set()
                if kind == "report":
                    seen.append(data["report"]["text"])

    with (
        httpx2.Client(timeout=30, trust_env=False) as one,
        httpx2.Client(timeout=30, trust_env=False) as two,
        httpx2.Client(timeout=30, trust_env=False) as admin,
    ):
        running.sign_in(one, "operator")
        running.sign_in(two, "supervisor")
        running.sign_in(admin, "admin")
        thread = threading.Thread(target=follow, args=(one,))
        thread.start()
        assert started.wait(20)
        assert two.post("/reports", json=new_report("sebelum")).status_code == 201
        changed = {"title": "Operator", "role": "operator"}
        assert admin.put("/users/operator", json=changed).status_code == 200
        for number in range(20):
            assert two.post("/reports", json=new_report(f"sesudah {number}")).status_code == 201
        thread.join(20)
        assert not thread.is_alive()
    assert [text for text in seen if text.startswith("sesudah")] == []
