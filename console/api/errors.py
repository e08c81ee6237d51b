"""What can go wrong between console and service, as the client says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """Something went wrong between console and service."""


class Unreachable(ApiError):
    """No answer: whether it was done is not known. Safe to send again with the same key."""


class NotTrusted(Unreachable):
    """What answers shows a certificate that does not hold; nothing was sent to it. `code` says what is wrong."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


class NotStarted(ApiError):
    """The embedded service did not come up; the message is its last sentence."""


class Refused(ApiError):
    """The service said no. `code` is the stable end of the problem's type, `detail` a sentence, `extra` its figures."""

    def __init__(self, status: int, code: str, detail: str, extra: Mapping[str, Any] | None = None) -> None:
        super().__init__(detail or code)
        self.status = status
        self.code = code
        self.detail = detail
        self.extra: dict[str, Any] = dict(extra or {})


class SignInNeeded(Refused):
    """Nobody is signed in, or the session has ended (401)."""


class Conflict(Refused):
    """Somebody was faster (412): `extra["current"]` is the report as it stands."""


class Stopped(Refused):
    """The service takes nothing in just now: queue full (503); disk full or read-only (507). Send again later."""


KIND_OF: dict[int, type[Refused]] = {401: SignInNeeded, 412: Conflict, 503: Stopped, 507: Stopped}


def refusal(status: int, problem: Mapping[str, Any]) -> Refused:
    """The error of an answer with an RFC 9457 problem as its body."""
    code = str(problem.get("type", "")).rpartition(":")[2] or str(status)
    extra = {key: value for key, value in problem.items() if key not in ("type", "title", "status", "detail")}
    return KIND_OF.get(status, Refused)(status, code, str(problem.get("detail", "")), extra)
