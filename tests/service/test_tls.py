"""TLS with the city's own CA: what it signed is trusted, all else is a sentence; nothing is served in the open."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from console import words
from console.api.client import Client
from console.api.connect import elsewhere, encrypted_service
from console.api.errors import NotStarted, NotTrusted, Unreachable
from console.api.stream import Link, Stream
from console.api.trust import context_of
from console.service import tls
from console.service.app import create_app
from console.service.serve import CANNOT_OPEN, UNSAFE, serve_command
from console.service.settings import ServiceSettings
from console.service.tls import Certificate, Unsafe
from tests.service.authority import DAY, NOW, Authority
from tests.service.running import Running


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("city"))


@contextlib.contextmanager
def speaker(cert: Path, key: Path) -> Iterator[str]:
    """Something that shows this certificate, and what it says once the door is open is no HTTP; its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    listening = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                plain, _ = listening.accept()
                with contextlib.suppress(OSError), context.wrap_socket(plain, server_side=True) as safe:
                    heard.append(safe.recv(1000))
                plain.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)
    assert heard == [], "something was sent to whom nobody trusts"


def test_a_console_that_knows_the_citys_ca_signs_in_and_hears_the_stream(city: Authority, tmp_path: Path):
    cert, key = city.issue("localhost", "127.0.0.1")
    with Running(tmp_path, "--tls-cert", str(cert), "--tls-key", str(key)) as service:
        assert service.url.startswith("https://127.0.0.1:")
        client, child = elsewhere(service.url, city.file, service.key)()
        assert child is None
        assert client.sign_in("operator", "demo").name == "operator"
        assert client.snapshot().reports == ()
        live = threading.Event()
        stream = Stream(client, lambda kind, data: None, lambda link: live.set() if link is Link.LIVE else None, int)
        stream.start(0)
        assert live.wait(20)
        stream.close()
        beside = client.beside("desk-2")
        assert beside.welcome().demo
        beside.close()
        client.close()
        of_the_folder = encrypted_service(tmp_path)
        assert of_the_folder is not None
        of_the_folder.close()
        with pytest.raises(Unreachable):  # who speaks plainly gets nothing
            Client(service.url.replace("https", "http"), service.key).welcome()
        with pytest.raises(NotTrusted):
            Client(service.url, service.key).welcome()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("another CA", "certificate-unknown"),
        ("another name", "certificate-name"),
        ("ended", "certificate-expired"),
        ("not yet", "certificate-not-yet"),
    ],
)
def test_a_certificate_that_does_not_hold_is_a_sentence_and_nothing_is_sent(
    city: Authority, tmp_path: Path, wrong: str, code: str, qapp: object
):
    if wrong == "another CA":
        files = Authority.made(tmp_path).issue("127.0.0.1")
    elif wrong == "another name":
        files = city.issue("poc.kota.example", "10.0.0.7")
    elif wrong == "ended":
        files = city.issue("127.0.0.1", start=NOW - 9 * DAY, end=NOW - DAY)
    else:
        files = city.issue("127.0.0.1", start=NOW + DAY, end=NOW + 9 * DAY)
    with speaker(*files) as address:
        client = Client(address, trust=context_of(city.file))
        with pytest.raises(NotTrusted) as refused:
            client.welcome()
        client.close()
    assert refused.value.code == code
    assert words.trouble(refused.value).sentence == words.BY_CODE[code][0]


@pytest.mark.parametrize(
    "address",
    ["poc.example:8311", "ftp://poc.example", "http://poc.example", "https://", "https://a:b@poc.example",
     "https://[::1", "https://poc.example/x", "https://poc.example:99999", "http://10.0.0.7:8311",
     "https://poc.example?x=1", "javascript:x"],
)  # fmt: skip
def test_what_is_no_safe_address_of_a_service_is_refused_before_anything_is_sent(address: str):
    with pytest.raises(NotStarted):
        elsewhere(address, None)


@pytest.mark.parametrize("text", ["", "no certificate", None])
def test_a_ca_file_that_is_none_is_said(tmp_path: Path, text: str | None):
    file = tmp_path / "ca.pem"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(NotStarted, match="no certificate of a CA"):
        elsewhere("https://127.0.0.1:1", file)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - the very thing that is refused
@pytest.mark.parametrize("more", [["--demo"], [], ["--demo", "--behind-tls-proxy"]])
def test_beyond_this_computer_nothing_is_heard_without_tls_and_no_demo_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], host: str, more: list[str]
):
    assert serve_command(["--data", str(tmp_path / "data"), "--host", host, *more]) == UNSAFE
    assert "demo" in capsys.readouterr().err or "--demo" not in more
    assert not (tmp_path / "data").exists()


def test_a_demos_data_are_not_served_beyond_this_computer_either(city: Authority, tmp_path: Path):
    with TestClient(create_app(ServiceSettings(tmp_path, demo=True, seed=False, run_feeds=False))):
        pass
    files = Certificate(*city.issue("poc.kota.example"))
    settings = ["--data", str(tmp_path), "--host", "0.0.0.0", "--tls-cert", str(files.cert)]  # noqa: S104
    assert serve_command([*settings, "--tls-key", str(files.key)]) == CANNOT_OPEN


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "127.8.8.8", "localhost"])
def test_this_computer_alone_needs_no_certificate(host: str):
    tls.check(host, demo=True, encrypted=False, behind_proxy=False)


def test_a_proxy_that_encrypts_must_be_said(caplog: pytest.LogCaptureFixture):
    tls.check("192.0.2.1", demo=False, encrypted=False, behind_proxy=True)
    assert "WITHOUT encryption" in caplog.text


def test_a_certificate_that_cannot_serve_is_said_at_the_start(city: Authority, tmp_path: Path):
    cert, key = city.issue("127.0.0.1")
    other, _ = city.issue("127.0.0.1")
    ended, its_key = city.issue("127.0.0.1", start=NOW - 9 * DAY, end=NOW - timedelta(hours=1))
    rubbish = tmp_path / "rubbish.pem"
    rubbish.write_text("rubbish", encoding="utf-8")
    assert tls.context(Certificate(cert, key)).minimum_version is ssl.TLSVersion.TLSv1_2
    for files, words_of_it in (
        ((other, key), "is not the key of"),
        ((ended, its_key), "ended on"),
        ((rubbish, key), "no certificate"),
        ((cert, tmp_path / "nowhere"), "can't be read"),
    ):
        with pytest.raises(Unsafe, match=words_of_it):
            tls.context(Certificate(*files))
    key.chmod(0o644)
    with pytest.raises(Unsafe, match="chmod 600"):
        tls.context(Certificate(cert, key))
