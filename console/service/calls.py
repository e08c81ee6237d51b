"""One call to the service: who calls, what was sent, strictly read; and the answer. Routes are functions of a Call."""

from __future__ import annotations

import asyncio
import re
import urllib.parse
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from console.domain import wire
from console.domain.errors import NotValid
from console.domain.reports import Report
from console.domain.roles import Right, Role, User
from console.domain.wire import Json
from console.service.auth import now
from console.service.events import Audience
from console.service.problems import Problem
from console.service.store.contract import Actor, Transaction
from console.service.triage import Stale, may_see, stale_problem

if TYPE_CHECKING:
    from console.service.core import Service

T = TypeVar("T")
NOBODY = User("", "", Role.INTAKE)
JSON_BYTES = 1_000_000
BODY_S = 30.0
_PRINTABLE = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]*")
COMMON_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Door(Enum):
    """Who may call a route that needs no right."""

    OPEN = "open"  # anybody
    KEY = "key"  # whoever holds the embedded service's secret
    SIGNED = "signed"  # whoever is signed in


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. A dictionary goes as JSON, bytes as they are."""

    body: Json | bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media: str = "application/json"

    def response(self) -> Response:
        """For Starlette."""
        content = self.body if isinstance(self.body, bytes) else wire.dump(self.body)
        return _Ready(content, self.status, self.headers, self.media if content else "")


class _Ready(Response):
    """An answer whose head needs no more thought: Starlette's own costs as much as reading a report."""

    def __init__(self, content: bytes, status: int, headers: Mapping[str, str], media: str) -> None:
        self.status_code = status
        self.body = content
        self.background = None
        self.raw_headers = [
            *_COMMON,
            *((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()),
        ]
        if content or status not in _WITHOUT_BODY:
            self.raw_headers.append((b"content-length", b"%d" % len(content)))
        if media:
            self.raw_headers.append((b"content-type", _with_charset(media)))


_WITHOUT_BODY = (204, 304)
_COMMON = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in COMMON_HEADERS.items()]


def _with_charset(media: str) -> bytes:
    """As Starlette does it."""
    return (f"{media}; charset=utf-8" if media.startswith("text/") and "charset=" not in media else media).encode()


def problem_answer(problem: Problem) -> Answer:
    """A problem as problem+json."""
    return Answer(problem.to_json(), problem.status, problem.headers, "application/problem+json")


@dataclass(frozen=True, slots=True)
class Call:
    """One call, read strictly and let in."""

    service: Service
    user: User
    console: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    address: str = ""  # whence the call came
    scheme: str = "http"

    def json(self) -> Json:
        """The body as one JSON object; an empty body is an empty object."""
        return wire.parse(self.body) if self.body else {}

    def token(self) -> str:
        """The bearer token; empty without one."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    def actor(self) -> Actor:
        """Who does it, now."""
        return Actor(self.user.name, self.user.role, now(), self.console, self.user.department)

    @property
    def audience(self) -> Audience:
        """What this user may see."""
        return Audience.of(self.user)

    def shown(self, report: Report) -> Json:
        """The report as this user may see it."""
        return self.audience.masked(wire.report_to_json(report))

    def may_see(self, report: Report | None) -> bool:
        """Whether the report is there and is this user's to see."""
        return report is not None and may_see(report, self.user.role, self.user.department)

    def version(self) -> int:
        """The version of If-Match. Raises Problem 428 without one, 400 for another form."""
        given = self.headers.get("if-match", "")
        if not given:
            raise Problem(428, "precondition-required", "Say in If-Match which version you saw.")
        found = re.fullmatch(r'"([0-9]{1,9})"|([0-9]{1,9})', given)
        if found is None:
            raise Problem(400, "not-valid", 'If-Match must be a version like "3".', {"field": "If-Match"})
        return int(found[1] or found[2])

    def key(self) -> str:
        """The Idempotency-Key; empty without one."""
        given = self.headers.get("idempotency-key", "")
        return wire.uuid_of(given, "Idempotency-Key") if given else ""

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number of the query. Raises Problem 400."""
        given = self.query.get(name, "")
        if not given:
            return default
        if not re.fullmatch(r"[0-9]{1,15}", given) or not low <= int(given) <= high:
            raise Problem(400, "not-valid", f"{name} must be a whole number from {low} to {high}.", {"field": name})
        return int(given)

    def words(self, name: str) -> tuple[str, ...]:
        """A list of the query, commas between."""
        return tuple(word.strip() for word in self.query.get(name, "").split(",") if word.strip())

    async def prepared(self) -> None:
        """Waits until places can be judged; they are made ready in the background when the service starts."""
        places = self.service.places
        if not places.is_ready:
            await asyncio.get_running_loop().run_in_executor(self.service.readers, places.gazetteer)

    async def write(self, work: Callable[[Transaction], T], *keys: str) -> T:
        """Hands work to the writer and waits until it is on disk; `keys`: the idempotency keys that it will ask for."""
        try:
            return await self.service.writer.wait_for(work, *keys)
        except Stale as error:
            raise stale_problem(error, self.shown) from error


Work = Callable[[Call], Answer] | Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Row:
    """One route: what does it, who may (any of these rights), which query parameters, how large a body."""

    method: str
    path: str
    work: Work
    needs: Door | tuple[Right, ...]
    query: tuple[str, ...] = ()
    limit: int = JSON_BYTES
    refuse: Callable[[Problem, str], Answer] = lambda problem, path: problem_answer(problem)
    seconds: float = BODY_S


def admit(needs: Door | tuple[Right, ...], user: User) -> None:
    """Raises Problem 403 unless the user has one of the rights, and a password that nobody else chose."""
    if isinstance(needs, Door):
        return
    if user.must_change:
        raise password_of_ones_own()
    if not any(user.may(right) for right in needs):
        raise Problem(403, "not-allowed", "Your role may not do this.", {"role": str(user.role)})


def password_of_ones_own() -> Problem:
    """403: whoever made this account knows its password."""
    return Problem(403, "password-change", "Choose a password of your own first.")


def is_plain(part: object) -> bool:
    """Whether a part of a path can be the name of anything: not too long, no control characters."""
    return isinstance(part, str) and len(part) <= 1000 and _PRINTABLE.fullmatch(part) is not None


def read_query(raw: bytes, known: tuple[str, ...]) -> dict[str, str]:
    """The query, strictly: known names only, each once, in UTF-8, no control characters. Raises Problem 400."""
    try:
        pairs = urllib.parse.parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, strict_parsing=bool(raw), errors="strict", max_num_fields=50
        )
    except ValueError as error:
        raise Problem(400, "not-valid", "The query can't be read.", {"field": "query"}) from error
    found: dict[str, str] = {}
    for name, value in pairs:
        if name not in known:
            words = ", ".join(known) or "none"
            raise Problem(400, "unknown-parameter", f"This takes no such parameter; it knows: {words}.")
        if name in found:
            raise Problem(400, "not-valid", f"{name} is given twice.", {"field": name})
        if len(value) > 2000 or not _PRINTABLE.fullmatch(value):
            raise Problem(400, "not-valid", f"{name} can't be taken.", {"field": name})
        found[name] = value
    return found


async def read_body(request: Request, limit: int, seconds: float) -> bytes:
    """The body, counted while it comes. Raises Problem 413, or 408 when it takes too long."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Problem(415, "encoding", "The body must come as it is, not packed.")
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > limit:
        raise _too_large(limit)
    parts: list[bytes] = []
    size, more = 0, True
    try:
        async with asyncio.timeout(seconds):
            while more:  # not request.stream(), which costs more than what it does here
                message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise Problem(400, "cut", "The connection was cut.")
                part, more = message.get("body", b""), message.get("more_body", False)
                size += len(part)
                if size > limit:
                    raise _too_large(limit)
                parts.append(part)
    except TimeoutError as error:
        raise Problem(408, "too-slow", "The body took too long to come.") from error
    return b"".join(parts)


def _too_large(limit: int) -> Problem:
    return Problem(413, "too-large", f"At most {limit:,} bytes are taken here.", {"limit": limit})


def read_console(given: str) -> str:
    """The name of the workstation. Raises NotValid for anything but a short printable name."""
    return wire.text_of({"X-Console": given.strip()}, "X-Console", 64) if given.isprintable() else _bad_console()


def _bad_console() -> str:
    raise NotValid("X-Console must be a short name", field="X-Console")
