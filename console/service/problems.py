"""Errors as problem+json (RFC 9457): a stable type, a sentence, never the input and never a stack trace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.domain import errors, wire

STATUS_OF: dict[type[errors.DomainError], int] = {
    errors.UnknownReport: 404,
    errors.UnknownAction: 404,
    errors.TransitionNotAllowed: 409,
    errors.NothingToUndo: 409,
    errors.NotAllowed: 403,
    errors.Missing: 422,
    errors.NotValid: 422,
    errors.OutsideCity: 422,
}

TITLE_OF: dict[int, str] = {
    400: "The request can't be read",
    401: "Sign in",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    409: "Not possible now",
    410: "Too old",
    412: "Changed by somebody else",
    413: "Too large",
    415: "Another kind of content is needed",
    422: "Not accepted",
    428: "The version is needed",
    429: "Too often",
    500: "Something went wrong in the service",
    503: "Busy",
    507: "Nothing can be stored now",
}

RESERVED = frozenset({"type", "title", "status", "detail"})


class Problem(Exception):
    """An answer that says no. `more` stands beside the standard members; `headers` go with the answer."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.more = dict(more or {})
        self.headers = dict(headers or {})

    def to_json(self) -> wire.Json:
        """The members of the problem object."""
        return {
            "type": f"urn:poc:{self.code}",
            "title": TITLE_OF.get(self.status, "Error"),
            "status": self.status,
            "detail": self.detail,
            **{f"its_{key}" if key in RESERVED else key: value for key, value in self.more.items()},
        }

    @classmethod
    def of(cls, error: errors.DomainError) -> Problem:
        """The problem for what the rules refused. A body that is no JSON at all is 400, a wrong value in it 422."""
        status = next((code for kind, code in STATUS_OF.items() if type(error) is kind), 422)
        if status == 422 and error.detail.get("field") == "body":
            status = 400
        if isinstance(error, errors.OutsideCity):
            return cls(status, error.code, str(error), _outside(error.detail))
        return cls(status, error.code, str(error), dict(error.detail))


def _outside(detail: Mapping[str, str]) -> dict[str, Any]:
    return {**detail, "distance_km": float(detail.get("distance_km", "0")), "swapped": detail.get("swapped") == "True"}


def not_found(what: str = "page") -> Problem:
    """404: there is no such thing."""
    return Problem(404, "not-found", f"There is no such {what}.")


def busy(seconds: int = 1) -> Problem:
    """503: the queue of writes is full."""
    return Problem(
        503, "busy", "The service has more to write than it can. Try again.", headers={"Retry-After": str(seconds)}
    )


def stopped(why: str) -> Problem:
    """507: the disk takes nothing more."""
    return Problem(507, "storage", f"Nothing can be stored: {why}. Nothing was lost.", headers={"Retry-After": "5"})
