"""A bad network between console and service: a TCP proxy that cuts, delays, repeats and truncates, or goes dark."""

from __future__ import annotations

import asyncio
import random
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

CHUNK = 65536
REPEATED_BYTES = 200_000  # of one connection, at most


@dataclass(frozen=True, slots=True)
class Weather:
    """How likely each piece of a conversation meets with what."""

    cut: float = 0.0  # the connection breaks before the piece is passed on
    truncate: float = 0.0  # of an answer only a part comes, then the connection breaks
    repeat: float = 0.0  # all that the client said so far is said a second time, on another connection
    delay: float = 0.0
    delay_s: float = 0.05


FAIR = Weather()


class Proxy:
    """Listens on loopback, in a thread of its own. `with` ends it."""

    def __init__(self, upstream: str, chance: random.Random) -> None:
        parts = urlsplit(upstream)
        self._upstream = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._chance = chance
        self.weather = FAIR
        self.counts = {"cuts": 0, "truncated": 0, "repeated": 0, "delayed": 0}
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._light = asyncio.Event()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)

    def __enter__(self) -> Proxy:
        up = threading.Event()
        self._loop.call_soon(lambda: self._keep(self._listen(up)))
        self._thread.start()
        up.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(lambda: self._keep(self._end()))
        self._thread.join(10)

    def cut_all(self) -> None:
        """Every connection breaks now."""
        self._loop.call_soon_threadsafe(self._cut_all)

    def go_dark(self) -> None:
        """Nothing is passed on any more, and nobody is told: as when a cable is pulled."""
        self._loop.call_soon_threadsafe(self._light.clear)

    def go_light(self) -> None:
        """What was held back goes on, as TCP does when the cable is back."""
        self._loop.call_soon_threadsafe(self._light.set)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.close()

    def _keep(self, work: Any) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _listen(self, up: threading.Event) -> None:
        self._light.set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()[:2]
        self.url = f"http://{host}:{port}"
        up.set()

    async def _end(self) -> None:
        if self._server is not None:
            self._server.close()
        self._cut_all()
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not mine]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self._cut_all()
        await asyncio.sleep(0.05)  # aborted connections are closed in the loop's next turns
        self._loop.call_soon(self._loop.stop)

    def _cut_all(self) -> None:
        self.counts["cuts"] += len(self._writers) // 2
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            theirs, mine = await asyncio.open_connection(*self._upstream)
        except (OSError, asyncio.CancelledError):  # the service is down: so is the connection
            writer.transport.abort()
            return
        both = {writer, mine}
        self._writers |= both
        try:
            async with asyncio.TaskGroup() as pair:
                pair.create_task(self._ask(reader, mine, both))
                pair.create_task(self._answer(theirs, writer, both))
        except* (OSError, asyncio.CancelledError):
            pass
        finally:
            self._writers -= both
            for one in both:
                one.transport.abort()

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, both: set[asyncio.StreamWriter]
    ) -> None:
        said = bytearray()
        while data := await reader.read(CHUNK):
            await self._light.wait()
            said += data
            weather = self.weather
            if self._met("cuts", weather.cut):
                break
            if self._met("delayed", weather.delay):
                await asyncio.sleep(self._chance.uniform(0, weather.delay_s))
            if len(said) < REPEATED_BYTES and self._met("repeated", weather.repeat):
                self._keep(self._say_again(bytes(said)))
            writer.write(data)
            await writer.drain()
        _abort(both)

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, both: set[asyncio.StreamWriter]
    ) -> None:
        while data := await reader.read(CHUNK):
            await self._light.wait()
            weather = self.weather
            if self._met("cuts", weather.cut):
                break
            if self._met("truncated", weather.truncate):
                writer.write(data[: self._chance.randrange(len(data))])
                with suppress(OSError):
                    await writer.drain()
                break
            writer.write(data)
            await writer.drain()
        if not writer.is_closing():
            writer.close()  # what was written goes out before the end
            with suppress(OSError):
                await writer.wait_closed()
        _abort(both)

    async def _say_again(self, said: bytes) -> None:
        """To the service, which cannot tell it from the first; the answers are nobody's."""
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(*self._upstream)
            try:
                writer.write(said)
                with suppress(TimeoutError):
                    async with asyncio.timeout(5):
                        while await reader.read(CHUNK):
                            continue
            finally:
                writer.transport.abort()

    def _met(self, name: str, share: float) -> bool:
        happened = share > 0 and self._chance.random() < share
        self.counts[name] += happened
        return happened


def _abort(both: set[asyncio.StreamWriter]) -> None:
    for one in both:
        one.transport.abort()
