"""The log shows that it was changed: checkpoints, the export, a verifier that stands alone; what the law erases."""

from __future__ import annotations

import hashlib
import io
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from console import audit
from console.domain.audit import Tree, first_break
from console.domain.wire import uuid7
from console.service.auditexport import export_command
from console.service.notary import LogChanged, Notary, Seal
from console.service.settings import ServiceSettings
from console.service.store.sqlite import FILE, library
from tests.service.conftest import Person

SOURCE = Path(audit.__file__)


def root_by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    left, right = root_by_definition(leaves[:half]), root_by_definition(leaves[half:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_the_tree_is_that_of_rfc_6962():
    tree, leaves = Tree(), []
    for n in range(70):
        assert tree.root() == root_by_definition(leaves)
        assert Tree.from_peaks(n, b"".join(tree.peaks)) == tree
        leaves.append(hashlib.sha256(bytes([n])).digest())
        tree = tree.plus(leaves[-1])


RFC_8032 = [  # section 7.1: public key, signature, message
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
        "655141438e7a100b",
        "",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
        "b00d291612bb0c00",
        "72",
    ),
]


@pytest.mark.parametrize(("key", "signature", "message"), RFC_8032, ids=["empty", "one byte"])
def test_signatures_are_those_of_rfc_8032(key: str, signature: str, message: str):
    parts = bytes.fromhex(key), bytes.fromhex(signature), bytes.fromhex(message)
    assert audit.verify_signature(*parts)
    assert not audit.verify_signature(parts[0], parts[1], parts[2] + b"x")
    raised = int.from_bytes(parts[1][32:], "little") + audit.ORDER  # the same signature, spelt otherwise
    assert not audit.verify_signature(parts[0], parts[1][:32] + raised.to_bytes(32, "little"), parts[2])


@pytest.fixture
def exported(operator: Person, settings: ServiceSettings, tmp_path: Path) -> Path:
    """An export of a running service's log, with a checkpoint in the middle."""
    report = operator.sends("Pohon tumbang di jalan", contact_phone="0812 3456")
    operator.http.app.state.service.notary.sign()  # type: ignore[attr-defined]
    operator.did(report, "verify")
    assert export_command([str(tmp_path / "log"), "--data", str(settings.data)]) == 0
    return tmp_path / "log"


def alone(path: Path, *options: str) -> dict[str, Any]:
    """What the verifier says, run by itself: no package of the environment, nothing of the application."""
    command = [sys.executable, "-I", "-S", str(SOURCE), "verify", str(path), *options]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == (0 if json.loads(done.stdout)["ok"] else 1), done.stderr
    return dict(json.loads(done.stdout))


def test_an_export_of_a_running_service_verifies_alone(exported: Path, operator: Person, settings: ServiceSettings):
    found = alone(exported)
    assert (found["ok"], found["checkpoints"]) == (True, 2)
    assert found["key"] == Seal.of(settings.data).public.hex()
    assert alone(exported, "--key", found["key"])["ok"]
    assert not alone(exported, "--key", "00" * 32)["ok"]
    text = exported.read_text(encoding="utf-8")
    assert "audit.exported" in text
    assert "Pohon" not in text
    assert "0812 3456" not in text  # with its space: digits alone turn up in hashes
    operator.sends("The service goes on")
    assert first_break(operator.http.app.state.service.store.read.links()) is None  # type: ignore[attr-defined]


def test_any_change_of_an_export_shows(exported: Path):
    whole = exported.read_bytes()
    audit.verify(io.BytesIO(whole))
    chance = random.Random(7)
    lines = whole.splitlines(keepends=True)
    changed = [whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :]
               for at in chance.sample(range(len(whole)), 150)]  # fmt: skip
    changed += [b"".join(lines[:n] + lines[n + 1 :]) for n in range(len(lines))]
    changed += [b"".join([*lines[:n], lines[n + 1], lines[n], *lines[n + 2 :]]) for n in range(len(lines) - 1)]
    changed += [whole[:-1], whole[: len(whole) // 2], whole + lines[-1], whole + b"\n", b""]
    for other in changed:
        with pytest.raises(audit.Broken):
            audit.verify(io.BytesIO(other))


def test_a_log_written_anew_needs_the_key(exported: Path):
    """Somebody changes an event and makes chain, tree and digests fit again, with a key of their own."""
    found = alone(exported)
    (exported.parent / "theirs").mkdir()
    forged = Seal.of(exported.parent / "theirs")
    rows = [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]
    head, tree, lines = bytes(32), Tree(), []
    for row in rows:
        if "body" in row:
            body = row["body"].replace("operator", "somebody").encode()
            digest = hashlib.sha256(head + row["seq"].to_bytes(8, "big") + body).digest()
            row |= {"prev": head.hex(), "hash": digest.hex(), "body": body.decode()}
            head, tree = digest, tree.plus(digest)
        elif "checkpoint" in row:
            made = forged.checkpoint(tree)
            row["checkpoint"] = {"seq": made.seq, "at": made.at, "root": made.root.hex(),
                                 "signature": made.signature.hex(), "key": made.key.hex()}  # fmt: skip
        elif "end" in row:
            note = audit.end_note(hashlib.sha256(b"".join(lines)).digest())
            row["end"] |= {"head": head.hex(), "signature": forged.private.sign(note).hex()}
        lines.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    exported.write_bytes(b"".join(lines))
    assert alone(exported)["ok"]  # the control: without a key that somebody knows, a whole new log looks right
    assert alone(exported, "--key", found["key"])["why"] == "it is signed with another key"


def test_the_notary_signs_at_the_end_and_sees_what_was_changed(operator: Person, settings: ServiceSettings):
    service = operator.http.app.state.service  # type: ignore[attr-defined]
    operator.sends("first")
    signed = service.notary.sign()
    assert (signed.seq, service.notary.sign()) == (service.store.read.head(), None)
    db = library().connect(str(settings.data / FILE), isolation_level=None, timeout=10)
    operator.sends("second")
    seq = service.store.read.head()
    changed = "CAST(replace(CAST(body AS TEXT), 'operator', 'somebody') AS BLOB)"
    db.execute(f"UPDATE events SET body = {changed} WHERE seq = ?", (seq,))  # noqa: S608
    db.close()
    with pytest.raises(LogChanged, match=f"event {seq}"):
        service.notary.sign()
    assert operator.get("/health").json()["log_changed_at"] == seq
    assert export_command([str(settings.data / "log"), "--data", str(settings.data)]) == 1


def test_a_thousand_events_wake_the_notary(operator: Person, settings: ServiceSettings):
    service = operator.http.app.state.service  # type: ignore[attr-defined]
    notary = Notary(service.store, service.writer, settings.data)
    event = service.store.read.events()[-1]
    news = [type("News", (), {"event": event})()] * 999
    notary.saw(news)
    assert not notary._wake.is_set()
    notary.saw(news[:1])
    assert notary._wake.is_set()


def test_what_is_personal_is_erased_and_the_chain_holds(http: TestClient, operator: Person, settings: ServiceSettings):
    report = operator.sends("Budi dari Kranji menelepon", contact_name="Budi", contact_phone="0812 99887766")
    admin = Person(http, "admin")
    key = uuid7()
    for _ in range(2):  # sent twice, erased once
        answer = admin.post(f"/reports/{report['id']}/erase", {"reason": "UU 27/2022"}, **{"Idempotency-Key": key})
        assert answer.status_code == 200, answer.text
    after = operator.get(f"/reports/{report['id']}").json()
    assert (after["text"], after["contact_name"], after["contact_phone"], after["version"]) == ("", "", "", 2)
    assert operator.get("/reports", q="Kranji").json()["reports"] == []
    assert operator.get("/callers", phone="081299887766").json()["reports"] == []
    service = http.app.state.service  # type: ignore[attr-defined]
    assert first_break(service.store.read.links()) is None
    last = operator.get(f"/reports/{report['id']}/history").json()["events"][-1]
    assert (last["kind"], last["payload"]["fields"]) == ("report.erased", ["text", "contact_name", "contact_phone"])
    service.store._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"99887766" not in (settings.data / FILE).read_bytes()
