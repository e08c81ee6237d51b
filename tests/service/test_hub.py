"""The live hub: what happens within a moment goes out together, encoded once, to each listener once and in order."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from console.domain.roles import Role, User
from console.domain.wire import Event
from console.service.events import Fallen, Hub
from console.service.store.contract import Published

AT = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
OPERATOR = User("operator", "Operator", Role.OPERATOR)


def news(*numbers: int) -> list[Published]:
    event = lambda seq: Event(seq, AT, "a", "operator", "", "report.note", "report", "r", 1)  # noqa: E731
    return [Published(event(seq), {"id": "r", "contact_name": ""}) for seq in numbers]


def heard(data: bytes | None) -> list[int]:
    return [int(line[4:]) for line in (data or b"").decode().splitlines() if line.startswith("id: ")]


def test_what_happens_within_a_moment_goes_out_together_and_in_order():
    async def play() -> list[list[int]]:
        hub = Hub(100)
        hub.start()
        listeners = [hub.join(OPERATOR, f"desk-{n}") for n in range(2)]
        for listener in listeners:
            await listener.take(0)  # who is there
        took = []
        for begin in (1, 6):
            for n in range(begin, begin + 5):
                hub.tell(news(n))
            took += [heard(await listener.take(0)) for listener in listeners]
        return took

    assert asyncio.run(play()) == [[1, 2, 3, 4, 5]] * 2 + [[6, 7, 8, 9, 10]] * 2


def test_a_listener_hears_nothing_twice_that_it_was_given_before_it_joined():
    async def play() -> list[int]:
        hub = Hub(100)
        hub.start()
        hub.tell(news(1, 2))
        hub.tell(news(3))
        listener = hub.join(OPERATOR, "desk-1")  # the log stood at 2 when it looked
        await asyncio.sleep(0)
        while not hub._spread_at:
            await asyncio.sleep(0.01)
        return heard(await listener.take(2))

    assert asyncio.run(play()) == [3]


def test_a_listener_that_falls_too_far_behind_is_let_go():
    async def play() -> bool:
        hub = Hub(3)
        hub.start()
        listener = hub.join(OPERATOR, "desk-1")
        for _ in range(5):
            hub._send_all(b"event: x\n\n")
        try:
            await listener.take(0)
        except Fallen:
            return True
        return False

    assert asyncio.run(play())


def test_a_listener_that_is_let_go_wakes_and_keeps_nothing():
    async def play() -> bool:
        hub = Hub(1)
        hub.start()
        listener = hub.join(OPERATOR, "desk-1")
        await listener.take(0)  # who is there
        waits = asyncio.ensure_future(listener.take(0))
        await asyncio.sleep(0)
        for _ in range(2):
            hub._send_all(b"event: x\n\n")
        try:
            await waits
        except Fallen:
            return not listener._waiting
        return False

    assert asyncio.run(play())


def test_everybody_hears_at_each_beat_that_the_line_stands_and_how_far_the_log_is():
    async def play() -> list[bytes]:
        hub = Hub(100, beat_s=0.02, seq=3)
        hub.start()
        listener = hub.join(OPERATOR, "desk-1")
        await listener.take(0)  # who is there
        first = await listener.take(0)
        hub.tell(news(4))
        said = b""
        while b"event: beat" not in said:
            said = await listener.take(4)
        return [first, said]

    first, then = asyncio.run(play())
    assert b'"seq":3' in first
    assert b'"seq":4' in then
