"""How often something may be tried: sign-ins by account and by address, keys by address and by key.

Wrong passwords are counted three ways, so that nobody can lock a colleague out:
- by account and address: whoever guesses one account from one place waits soon;
- by address: whoever tries many accounts from one place waits too;
- by account over all strange addresses: a place from which this account signed in before keeps its own count.
The counts live in the memory of this process: a restart forgets them, and several processes count each for itself.
"""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from console.service.problems import Problem

MOST_KEYS = 20_000


@dataclass(slots=True)
class Window:
    """How often something happened within a time, by key. What is long ago is forgotten, and what is most keys ago."""

    most: int
    within_s: float
    clock: Callable[[], float] = time.monotonic
    _seen: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)

    def wait_s(self, key: str) -> int:
        """How many whole seconds until it may happen again; 0: now."""
        recent = self._recent(key)
        if len(recent) < self.most:
            return 0
        return max(1, math.ceil(self.within_s - (self.clock() - recent[0])))

    def note(self, key: str) -> None:
        """It happened."""
        self._seen[key] = [*self._recent(key), self.clock()][-self.most :]
        self._seen.move_to_end(key)
        while len(self._seen) > MOST_KEYS:
            self._seen.popitem(last=False)

    def take_back(self, key: str) -> None:
        """The last one does not count."""
        recent = self._recent(key)[:-1]
        if recent:
            self._seen[key] = recent
        else:
            self._seen.pop(key, None)

    def forget(self, key: str) -> None:
        """None of them count."""
        self._seen.pop(key, None)

    def _recent(self, key: str) -> list[float]:
        since = self.clock() - self.within_s
        return [at for at in self._seen.get(key, ()) if at > since]


def place_of(address: str) -> str:
    """An address as it is counted: of IPv6 the first 64 bits, as one subscriber has all of those."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.IPv6Network((found, 64), strict=False))
    return str(found)


def too_often(wait_s: int) -> Problem:
    """429, with how long to wait."""
    words = f"Too many tries. Wait {wait_s} s." if wait_s < 90 else f"Too many tries. Wait {-(-wait_s // 60)} min."
    return Problem(429, "too-often", words, {"wait_s": wait_s}, headers={"Retry-After": str(wait_s)})


class Tries:
    """Counts the sign-ins that were tried. A right password takes its own try back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._pairs = Window(5, 60.0, clock)
        self._places = Window(30, 60.0, clock)
        self._accounts = Window(50, 600.0, clock)
        self._known: OrderedDict[str, None] = OrderedDict()  # account and place that fitted before
        self._lock = threading.Lock()

    def begin(self, account: str, address: str) -> None:
        """One try, counted before the password is looked at. Raises Problem 429."""
        place = place_of(address)
        pair = _pair(account, place)
        with self._lock:
            wait_s = max(self._pairs.wait_s(pair), self._places.wait_s(place))
            if not wait_s and pair not in self._known:
                wait_s = self._accounts.wait_s(account)
            if wait_s:
                raise too_often(wait_s)
            self._pairs.note(pair)
            self._places.note(place)
            if pair not in self._known:
                self._accounts.note(account)

    def fitted(self, account: str, address: str) -> None:
        """The password was right."""
        place = place_of(address)
        pair = _pair(account, place)
        with self._lock:
            self._pairs.forget(pair)
            self._places.take_back(place)
            if pair not in self._known:
                self._accounts.take_back(account)
            self._known[pair] = None
            self._known.move_to_end(pair)
            while len(self._known) > MOST_KEYS:
                self._known.popitem(last=False)


def _pair(account: str, place: str) -> str:
    return f"{account}\0{place}"


class Calls:
    """Counts the calls of other programs: all of a key, all of an address, and an address's wrong keys."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._places = Window(per_minute, 60.0, clock)
        self._keys = Window(per_minute, 60.0, clock)
        self._wrong = Window(10, 60.0, clock)
        self._lock = threading.Lock()

    def come(self, address: str) -> None:
        """One call from an address. Raises Problem 429."""
        self._one(self._places, place_of(address))

    def used(self, key: str) -> None:
        """One call with a right key. Raises Problem 429."""
        self._one(self._keys, key)

    def may_try(self, address: str) -> None:
        """Raises Problem 429 where too many wrong keys came from."""
        with self._lock:
            wait_s = self._wrong.wait_s(place_of(address))
        if wait_s:
            raise too_often(wait_s)

    def wrong(self, address: str) -> None:
        """A wrong key came from there."""
        with self._lock:
            self._wrong.note(place_of(address))

    def _one(self, window: Window, key: str) -> None:
        with self._lock:
            wait_s = window.wait_s(key)
            if not wait_s:
                window.note(key)
        if wait_s:
            raise too_often(wait_s)
