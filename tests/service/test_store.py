"""The contract of a store: what is written is read, an item fails alone, the chain holds. On every kind of store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.domain import wire
from console.domain.audit import first_break
from console.domain.errors import NotValid
from console.domain.reports import Channel, Report, Status
from console.domain.roles import Role, User
from console.service.notary import Seal, grown
from console.service.settings import ServiceSettings
from console.service.store import reading
from console.service.store.contract import Actor, Find, Photo, Published, Store, StoredFeature, Token, Transaction
from console.service.store.opening import open_store

AT = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
ACTOR = Actor("tester", Role.OPERATOR, AT)


@pytest.fixture
def store(settings: ServiceSettings) -> Iterator[Store]:
    store = open_store(settings.data, settings.database)
    yield store
    store.close()


def put(tx: Transaction, name: str, text: str = "banjir di pasar", **fields: object) -> Report:
    n = tx.next_number()
    report = Report(
        name, f"BKS-{n:06d}", text, "flood", Channel.CALL_112, AT, AT, lon=107.0, lat=-6.2, updated_at=AT,
        contact_phone="+62 812-34567",
    )  # fmt: skip
    report = replace(report, **fields)  # type: ignore[arg-type]
    tx.insert_report(report, wire.report_to_json(report), b"salt")
    event = tx.append(ACTOR, "report.created", "report", name, 1, {"text": text})
    tx.remember(name, b"digest", name, event.seq)
    return report


def names(store: Store, **question: object) -> list[str]:
    return [item["id"] for item in store.read.reports(Find(**question))]  # type: ignore[arg-type]


@pytest.mark.parametrize("looks", [20, 0], ids=["looked at", "asked of the index"])
def test_a_word_finds_what_begins_with_it_newest_first(store: Store, looks: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "LOOKS", looks)
    monkeypatch.setattr(reading, "LOOKED", 3)
    texts = ("Pohon tumbang", "Pohan", "Pohonnya miring", "POHON besar", "pohpohon", "Jalan", "pohon_pisang", "Poh")
    with store.transaction() as tx:
        for n, text in enumerate(texts):
            put(tx, str(n), text)
    assert names(store, words="pohon") == ["6", "3", "2", "0"]
    assert names(store, words="pohon", limit=2) == ["6", "3"]
    assert names(store, words="pohon", limit=2, skip=1) == ["3", "2"]
    assert names(store, words="pohon", before=4) == ["2", "0"]
    assert names(store, words="tumb pohon") == ["0"]
    assert names(store, words="pohonan") == []


def test_a_report_is_found_by_every_way(store: Store):
    with store.transaction() as tx:
        one = put(tx, "a", "Pohon tumbang", kelurahan="32.75.01.01")
        put(tx, "b", "Lampu mati", status=Status.DUPLICATE, duplicate_of="a", lon=107.1)
        put(tx, "c", "Lampu padam", status=Status.VERIFIED, lon=None, lat=None)
    read = store.read
    assert read.report("a") == one
    assert read.report("nobody") is None
    assert names(store) == ["c", "b", "a"]
    assert names(store, words="lamp") == ["c", "b"]
    assert names(store, words="lampu pad") == ["c"]
    assert names(store, words="'; DROP TABLE reports; --") == []
    assert names(store, words="lampu", before=3) == ["b"]
    assert names(store, status=("new", "verified")) == ["c", "a"]
    assert names(store, status=("new", "verified"), limit=1, skip=1) == ["a"]
    assert names(store, kelurahan="32.75.01.01") == ["a"]
    assert names(store, number=2) == ["b"]
    assert names(store, received_from=AT + timedelta(seconds=1)) == []
    assert [near.id for near in read.near(107.0, -6.2, 100)] == ["a"]
    assert [twin.id for twin in read.twins_of("a")] == ["b"]
    assert [item["id"] for item in read.of_caller("081234567")] == ["c", "b", "a"]
    assert read.counts() == {"new": 1, "duplicate": 1, "verified": 1}
    assert set(read.report_jsons(["a", "c", "nobody"])) == {"a", "c"}
    assert read.report_jsons([]) == {}
    snapshot = read.snapshot(AT - timedelta(hours=1), 10)
    assert (snapshot.seq, len(snapshot.reports)) == (3, 3)


def test_an_item_that_fails_takes_everything_of_it_back(store: Store):
    with store.transaction() as tx:
        put(tx, "first")
        for touches in (False, True):
            with suppress(NotValid), tx.apart():
                put(tx, "bad")
                if touches:
                    assert tx.report("bad") is not None
                    tx.put_meta("bad", "yes")
                tx.publish(Published())
                raise NotValid("no", field="text")
        assert (tx.published, tx.remembered("bad"), tx.meta("bad")) == ([], None, "")
        assert put(tx, "last").number == "BKS-000002"
    assert names(store) == ["last", "first"]
    assert first_break(store.read.links()) is None


def test_a_transaction_that_fails_leaves_nothing(store: Store):
    def fails() -> None:
        with store.transaction() as tx:
            put(tx, "a")
            tx.put_meta("a", "yes")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fails()
    assert (store.read.head(), names(store), store.read.meta("a")) == (0, [], "")
    with store.transaction() as tx:
        put(tx, "b")
    assert names(store) == ["b"]


def test_the_log_is_asked_by_kind_time_and_thing(store: Store, tmp_path: Path):
    with store.transaction() as tx:
        put(tx, "a")
        tx.append(ACTOR, "report.note", "report", "a", 1, {"text": "x"})
        tx.append(replace(ACTOR, at=AT + timedelta(hours=1)), "shift.note", "shift", "s", 0, {"text": "*%_"})
    read = store.read
    kinds = lambda *kinds: [event.kind for event in read.events(kinds=kinds)]  # noqa: E731
    assert kinds("report.") == ["report.created", "report.note"]
    assert kinds("shift.note", "report.created") == ["report.created", "shift.note"]
    assert kinds("report", "*", "%") == []
    assert [event.seq for event in read.events(after=1, limit=1)] == [2]
    assert [event.seq for event in read.events(start=AT + timedelta(minutes=1))] == [3]
    assert [event.kind for event in read.history("a")] == ["report.created", "report.note"]
    last = read.last_move("a")
    assert last is not None
    assert last.kind == "report.created"
    made = Seal.of(tmp_path).checkpoint(grown(read, None, read.head()))
    with store.transaction() as tx:
        tx.put_checkpoint(made)
        tx.put_checkpoint(made)
    assert read.checkpoints() == [read.last_checkpoint()] == [made]


def test_layers_people_and_photos(store: Store):
    feature = StoredFeature("f1", {"type": "Feature", "id": "f1", "geometry": None, "properties": {}}, "feed")
    user = User("budi", "Budi", Role.OFFICER, "dishub")
    photo = Photo("ab" * 32, 10, 20, "budi", AT)
    with store.transaction() as tx:
        assert tx.change_layer("wifi_hotspot", [feature], [], AT).version == 1
        assert tx.change_layer("wifi_hotspot", [feature], [], None).count == 1
        tx.change_layer("wifi_hotspot", [], ["f1"], None)
        tx.put_user(user, "hash")
        tx.put_user(replace(user, title="Budi S."), "hash")
        tx.put_token(b"digest", Token(user, AT, AT + timedelta(hours=1)))
        tx.put_photo(photo)
        tx.put_photo(replace(photo, taken_at=AT, lon=107.0, lat=-6.2))
        tx.put_feed("waze", {"key": "waze"})
        tx.put_feed("waze", {"key": "waze", "state": "ok"})
    read = store.read
    delta = read.delta("wifi_hotspot", 2)
    assert (delta.version, delta.features, delta.removed, delta.heard_at) == (3, [], ["f1"], AT)
    assert read.features("wifi_hotspot") == {}
    assert read.users() == [replace(user, title="Budi S.")]
    token = read.token(b"digest")
    assert token is not None
    assert token.expires_at == AT + timedelta(hours=1)
    assert read.photo("ab" * 32) == replace(photo, taken_at=AT, lon=107.0, lat=-6.2)
    assert read.feeds() == [{"key": "waze", "state": "ok"}]
