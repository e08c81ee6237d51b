"""Fetching for feeds never leads into the city's own network, however the address is dressed up."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

from console.service.fetch import Fetcher, NotFetched, is_public

_INSIDE = (
    "127.0.0.1 127.8.8.8 0.0.0.0 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 224.0.0.1 "
    "255.255.255.255 240.0.0.1 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fc00::1 fd12::1 ff02::1 ::ffff:10.0.0.1 "
    "::ffff:127.0.0.1 ::ffff:a9fe:a9fe 2002:0a00:0001::1 2002:7f00:0001::1 64:ff9b::10.0.0.1 "
    "64:ff9b::169.254.169.254 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1"
)
INSIDE = _INSIDE.split()
SOURCES = [
    "https://2130706433/", "https://0x7f000001/", "https://017700000001/", "https://127.1/", "https://[::1]/",
    "https://[::ffff:127.0.0.1]/", "https://localhost/", "https://www.waze.com@127.0.0.1/", "https://127.0.0.1#www.waze.com",
    "https://www.waze.com.evil.example/", "https://www.waze.com\\@127.0.0.1/", "http://www.waze.com/", "file:///etc/passwd",
    "gopher://www.waze.com/", "ftp://www.waze.com/", "https://www.waze.com:99999/", "https://www.waze.com:x/",
    "https://user:secret@www.waze.com/", "https://", "https:///etc/passwd", "//www.waze.com/", "https://ⓦⓦⓦ.waze.com/",
    "https://www.waze.com%00.evil.example/", "https://[::1", "data:text/html,x", "relative/file", "../../etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("text", INSIDE)
def test_what_lies_inside_is_not_public(text: str):
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:0808:0808::1"]
)
def test_what_lies_in_the_internet_is_public(text: str):
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("source", SOURCES)
def test_a_dressed_up_address_is_refused_before_any_name_is_looked_up(monkeypatch: pytest.MonkeyPatch, source: str):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("a name was looked up"))
    with pytest.raises(NotFetched):
        Fetcher().check(source)


@pytest.mark.parametrize("inside", INSIDE)
def test_an_allowed_name_that_leads_inside_is_not_followed(monkeypatch: pytest.MonkeyPatch, inside: str):
    def looked_up(host: str, port: int, **_: Any) -> list[Any]:
        family = socket.AF_INET6 if ":" in inside else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (inside, port))]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("something was connected to"))
    with pytest.raises(NotFetched, match="private network"):
        Fetcher().fetch("https://www.waze.com/feed")


def test_one_address_inside_among_others_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch):
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, 443)) for text in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(NotFetched):
        Fetcher().fetch("https://www.waze.com/feed")


def test_a_name_is_looked_up_once_so_that_a_second_answer_cannot_lead_inside(monkeypatch: pytest.MonkeyPatch):
    answers = iter(["8.8.8.8", "127.0.0.1"])
    connected: list[str] = []

    def looked_up(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address[0])
        raise OSError("not here")

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotFetched):
        Fetcher().fetch("https://www.waze.com/feed")
    assert connected == ["8.8.8.8"]
