"""The live stream: a thread that follows the service's events, resumes where it was cut, and says how the link does."""

from __future__ import annotations

import contextlib
import json
import logging
import random
import socket
import threading
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import httpx2

from console.api.client import Client
from console.api.errors import ApiError, SignInNeeded, refusal

log = logging.getLogger(__name__)

SILENCE_S = 15.0  # three heartbeats missed: the link is dead even if the socket does not say so
LONGEST_PAUSE_S = 5.0


class Link(StrEnum):
    """How the console is connected."""

    LIVE = "live"
    RECONNECTING = "reconnecting"
    SIGNED_OUT = "signed_out"


class Gap(Exception):
    """The service no longer has what was missed (410): a snapshot is needed."""


class Stream:
    """Follows `/stream`. The callbacks run in the stream's own thread: hand over and return."""

    def __init__(
        self,
        client: Client,
        on_message: Callable[[str, dict[str, Any]], None],
        on_link: Callable[[Link], None],
        on_gap: Callable[[], int],
        before_retry: Callable[[], bool] = lambda: False,
    ) -> None:
        """`on_gap` takes a snapshot and returns its seq; `before_retry` may bring an embedded service back up, and says
        whether the service is now somewhere else."""
        self._client = client
        self._on_message = on_message
        self._on_link = on_link
        self._on_gap = on_gap
        self._before_retry = before_retry
        self._seq = 0
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="stream", daemon=True)
        timeout = httpx2.Timeout(SILENCE_S, connect=3.0)
        self._http = httpx2.Client(timeout=timeout, trust_env=False, verify=client.trust or True)

    def start(self, seq: int) -> None:
        """Follows from the event after `seq` on."""
        self._seq = seq
        self._thread.start()

    def close(self) -> None:
        """Ends the thread."""
        self._stop.set()
        with self._lock:
            if self._socket is not None:  # wakes the thread out of its reading at once
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)
        if self._thread.is_alive():
            self._thread.join(SILENCE_S)
        self._http.close()

    def _run(self) -> None:
        pause = 0.1
        while not self._stop.is_set():
            try:
                for kind, data in self._follow():
                    pause = 0.1
                    self._on_message(kind, data)
            except Gap:
                self._mend_gap()
            except SignInNeeded:
                if not self._try_before_retry():  # else it only had another secret: it was started anew
                    self._on_link(Link.SIGNED_OUT)
                    return
            except (httpx2.HTTPError, httpx2.StreamError, ApiError, OSError, RuntimeError) as error:
                log.info("the stream was cut: %s", error)
            if self._stop.is_set():
                return
            self._on_link(Link.RECONNECTING)
            self._stop.wait(pause * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, not a secret
            pause = min(LONGEST_PAUSE_S, pause * 2)
            self._try_before_retry()

    def _try_before_retry(self) -> bool:
        try:
            return self._before_retry()
        except (ApiError, OSError) as error:
            log.warning("the service did not come back: %s", error)
            return False

    def _mend_gap(self) -> None:
        try:
            self._seq = self._on_gap()
        except ApiError as error:
            log.warning("no snapshot after a gap: %s", error)

    def _follow(self) -> Iterator[tuple[str, dict[str, Any]]]:
        headers = self._client.headers() | {"Accept": "text/event-stream", "Last-Event-ID": str(self._seq)}
        with self._http.stream("GET", self._client.base_url + "/stream", headers=headers) as answer:
            if answer.status_code == 410:
                raise Gap
            if answer.is_error:
                answer.read()
                raise refusal(answer.status_code, _problem(answer))
            network = answer.extensions.get("network_stream")
            with self._lock:
                self._socket = network.get_extra_info("socket") if network is not None else None
            if self._stop.is_set():
                return
            self._on_link(Link.LIVE)
            for ident, kind, data in _frames(answer.iter_lines()):
                if self._stop.is_set():
                    return
                if ident:
                    if int(ident) <= self._seq:
                        continue  # told again around a cut: each event is handed on once
                    self._seq = int(ident)
                yield kind, data


def _problem(answer: httpx2.Response) -> dict[str, Any]:
    try:
        data = answer.json()
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _frames(lines: Iterator[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Server-sent events (WHATWG HTML, section 9.2): id, event and data of each frame."""
    ident, kind, parts = "", "message", list[str]()
    for line in lines:
        if line == "":
            if parts:
                yield ident, kind, json.loads("\n".join(parts))
            ident, kind, parts = "", "message", []
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "id":
                ident = value
            case "event":
                kind = value
            case "data":
                parts.append(value)
