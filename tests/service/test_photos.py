"""Photos: made anew without their EXIF, under their own SHA-256; what is no photo, or too much of one, is refused."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image

from tests.service.conftest import INSIDE, Person


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(out, kind, **options)
    return out.getvalue()


def exif(at: datetime, lon: float, lat: float) -> Image.Exif:
    found = Image.Exif()
    found[0x010F] = "SecretPhone"
    found.get_ifd(0x8769).update({0x9003: at.strftime("%Y:%m:%d %H:%M:%S"), 0x9011: "+00:00"})
    parts = lambda degrees: (abs(degrees), 0.0, 0.0)  # noqa: E731
    found.get_ifd(0x8825).update({1: "S" if lat < 0 else "N", 2: parts(lat), 3: "E", 4: parts(lon)})
    return found


def send(person: Person, data: bytes) -> Any:
    return person.ask("POST", "/photos", content=data, headers={"Content-Type": "image/jpeg"})


def png_bomb(side: int) -> bytes:
    """A PNG of side × side black pixels: some kilobytes that unpack to gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(side // 8 + 1)) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_comes_in_and_goes_out_under_its_own_hash(shared: Person, kind: str):
    answer = send(shared, picture(kind))
    assert answer.status_code == 201, answer.text
    row = answer.json()
    assert (row["width"], row["height"]) == (640, 480)
    full = shared.get(f"/photos/{row['sha256']}")
    assert full.headers["content-type"] == "image/jpeg"
    assert full.headers["x-content-type-options"] == "nosniff"
    assert hashlib.sha256(full.content).hexdigest() == row["sha256"]
    thumb = Image.open(io.BytesIO(shared.get(f"/photos/{row['sha256']}", size="thumb").content))
    assert max(thumb.size) == 320


def test_what_the_camera_wrote_is_read_and_not_handed_on(shared: Person):
    at = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
    row = send(shared, picture(exif=exif(at, *INSIDE))).json()
    full = shared.get(f"/photos/{row['sha256']}").content
    assert b"SecretPhone" not in full
    assert not Image.open(io.BytesIO(full)).getexif()
    kept = shared.http.app.state.service.store.read.photo(row["sha256"])  # type: ignore[attr-defined]
    assert kept.taken_at == at
    assert (kept.lon, kept.lat) == (pytest.approx(INSIDE[0]), pytest.approx(INSIDE[1]))


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"<html><script>alert(1)</script></html>", 415),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', 415),
        (b"GIF89a" + bytes(100), 415),
        (picture("GIF"), 415),
        (picture("TIFF"), 415),
        (picture()[:2000], 422),
        (png_bomb(10_000), 422),
        (bytes(12_000_001), 413),
    ],
    ids=["nothing", "html", "svg", "gif head", "gif", "tiff", "half a jpeg", "100 megapixels", "too many bytes"],
)
def test_what_is_no_photo_or_too_much_is_refused(shared: Person, data: bytes, status: int):
    answer = send(shared, data)
    assert answer.status_code == status, answer.text
    assert answer.json()["type"].startswith("urn:poc:")


def test_a_photo_of_forty_megabytes_is_refused_before_it_has_come(shared: Person):
    answer = shared.ask("POST", "/photos", content=b"", headers={"Content-Length": "40000000"})
    assert answer.status_code == 413


def test_a_report_takes_photos_and_an_officer_proves_the_work_with_one(shared: Person):
    sent = send(shared, picture(size=(300, 200))).json()["sha256"]
    report = shared.sends(category="traffic_light", photos=[sent])
    assert report["photos"] == [sent]
    officer = Person(shared.http, "officer")
    report = shared.did(report, "assign", department="dishub")
    for action, body in (("accept", {}), ("start", {}), ("claim_done", {"answer": "lamp changed"})):
        report = officer.did(report, action, **body)
    far = send(officer, picture(size=(301, 200), exif=exif(datetime.now(UTC), INSIDE[0] + 0.02, INSIDE[1]))).json()
    assert officer.acts(report, "resolve", evidence=far["sha256"]).status_code == 403
    near = send(officer, picture(size=(302, 200), exif=exif(datetime.now(UTC), *INSIDE))).json()
    done = officer.did(report, "resolve", evidence=near["sha256"])
    assert done["status"] == "resolved"
    assert done["photos"] == [sent, near["sha256"]]


def hidden_jpeg() -> bytes:
    """A JPEG with a comment, XMP, a colour profile, and a web page and a ZIP behind its end."""
    out = io.BytesIO()
    options: dict[str, Any] = {"comment": b"<script>alert(1)</script>", "icc_profile": b"SecretProfile" * 20}
    Image.new("RGB", (64, 48), (9, 9, 9)).save(out, "JPEG", xmp=b"<x:xmpmeta>SecretXmp</x:xmpmeta>", **options)
    return out.getvalue() + b"<html><script>alert(2)</script></html>PK\x03\x04secret.zip"


def hidden_png() -> bytes:
    from PIL.PngImagePlugin import PngInfo

    about = PngInfo()
    about.add_text("Comment", "<script>alert(1)</script>")
    about.add_itxt("XML:com.adobe.xmp", "SecretXmp")
    return picture("PNG", (64, 48), pnginfo=about) + b"<html>alert(2)</html>"


@pytest.mark.parametrize("made", [hidden_jpeg, hidden_png])
def test_nothing_rides_along_in_a_photo(shared: Person, made: Any):
    row = send(shared, made()).json()
    for size in ("full", "thumb"):
        kept = shared.get(f"/photos/{row['sha256']}", size=size).content
        for word in (b"script", b"Secret", b"html", b"PK\x03\x04", b"Exif"):
            assert word not in kept
        assert kept.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff" + bytes(200),
        b"RIFF" + bytes(4) + b"WEBPVP8 " + bytes(100),
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"%PDF-1.7" + picture(),
        b"%!PS" + picture(),
        b"PK\x03\x04" + picture(),
        b"\x00\x00\x01\x00" + bytes(100),
    ],
    ids=["empty jpeg", "empty webp", "empty png", "pdf", "postscript", "zip", "ico"],
)
def test_what_only_looks_like_a_photo_is_refused(shared: Person, data: bytes):
    assert send(shared, data).status_code in (415, 422)
