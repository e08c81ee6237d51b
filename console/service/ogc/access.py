"""Who reads by OGC API: a bearer token, HTTP basic with name and password, or a read key; as other programs can."""

from __future__ import annotations

import base64
import hmac
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.domain.roles import Right, Role, User
from console.service.auth import digest_of
from console.service.problems import Problem

if TYPE_CHECKING:
    from console.service.calls import Call
    from console.service.ogc.collection import Shelf

REMEMBERED_S = 300.0  # argon2 takes its time by intent, and a map asks ten times a second
READER = User("reader", "Read key", Role.EXECUTIVE)  # may look, and nothing else
KEY_NAME = "key"  # HTTP basic with this name: the password is a read key
ASK = {"WWW-Authenticate": 'Basic realm="POC", charset="UTF-8"'}


@dataclass(slots=True)
class Gate:
    """Lets readers in, and remembers for some minutes whose password was right."""

    _known: dict[bytes, tuple[float, str]] = field(default_factory=dict)

    def reader(self, call: Call) -> User:
        """The user who asks. Raises Problem 401, or 403 for somebody who may not see layers."""
        user = self._who(call)
        if user.must_change:
            raise Problem(403, "password-change", "Choose a password of your own first.")
        if not user.may(Right.READ_LAYERS):
            raise Problem(403, "not-allowed", "Your role may not do this.", {"role": str(user.role)})
        return user

    def _who(self, call: Call) -> User:
        scheme, _, given = call.headers.get("authorization", "").partition(" ")
        given = given.strip()
        if scheme.lower() == "basic":
            return self._basic(call, given)
        token = given if scheme.lower() == "bearer" else call.query.get("access_token", "")
        if token and _is_read_key(call, token):
            return self._by_key(call, token)
        try:
            return call.service.auth.who(token, writes=False)
        except Problem as problem:
            raise Problem(problem.status, problem.code, problem.detail, headers=ASK) from None

    def _by_key(self, call: Call, given: str) -> User:
        """Whoever has a read key. Raises Problem 401, or 429 after too many wrong ones."""
        doors = call.service.doors
        doors.may_try(call.address)
        if not _is_read_key(call, given):
            doors.wrong(call.address)
            raise Problem(401, "unauthorized", "Sign in, please.", headers=ASK)
        return READER

    def _basic(self, call: Call, given: str) -> User:
        try:
            name, _, password = base64.b64decode(given, validate=True).decode("utf-8").partition(":")
        except ValueError:
            raise Problem(401, "unauthorized", "Sign in, please.", headers=ASK) from None
        if not (name + password).isprintable():
            raise Problem(401, "unauthorized", "Sign in, please.", headers=ASK)
        if name == KEY_NAME:
            return self._by_key(call, password)
        found = call.service.store.read.user(name)
        known = self._known.get(digest_of(given))
        if found and known and known[0] > time.monotonic() and known[1] == found[1]:
            return found[0]  # the password was right a moment ago, and nobody has changed it since
        try:
            user = call.service.auth.verify(name, password, call.address)
        except Problem as problem:
            raise Problem(problem.status, problem.code, problem.detail, headers={**problem.headers, **ASK}) from None
        if len(self._known) > 1_000:
            self._known.clear()
        self._known[digest_of(given)] = (time.monotonic() + REMEMBERED_S, found[1] if found else "")
        return user


@dataclass(slots=True)
class Room:
    """What is kept between two calls of one service."""

    gate: Gate
    shelf: Shelf


def _is_read_key(call: Call, given: str) -> bool:
    keys = call.service.settings.read_keys
    return any(hmac.compare_digest(given.encode(), key.encode()) for key in keys)
