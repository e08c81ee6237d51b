"""Feeds: which there are and how they do; setting one up, reading it now, taking it away."""

from __future__ import annotations

import asyncio
import re
from dataclasses import asdict

from console.domain import wire
from console.domain.errors import NotValid
from console.domain.roles import Right
from console.service.adapters import FeedState
from console.service.calls import Answer, Call, Row
from console.service.carrier import LONGEST_S, SHORTEST_S
from console.service.fetch import NotFetched
from console.service.problems import Problem, not_found

READ, SET_UP = (Right.READ_LAYERS,), (Right.ADMINISTER, Right.IMPORT)
OPTION_LENGTH = 500
READ_WITHIN_S = 60


def feeds(call: Call) -> Answer:
    """Every feed, and the adapters that there are."""
    kinds = [
        {
            "key": item.manifest.key,
            "title": item.manifest.title,
            "cadence_s": item.manifest.cadence_s,
            "layers": list(item.manifest.layers),
            "makes_reports": item.manifest.makes_reports,
            "needs_source": item.manifest.needs_source,
            "options": [asdict(option) for option in item.manifest.options],
        }
        for item in call.service.carrier.adapters.values()
    ]
    return Answer({"feeds": [feed.to_json() for feed in call.service.carrier.feeds()], "adapters": kinds})


async def add(call: Call) -> Answer:
    """Sets a feed up; it is read at once, in the background."""
    _own(call)
    data = call.json()
    wire.only(data, "key", "adapter", "source", "cadence_s", "options")
    key = wire.text_of(data, "key", 40, required=True)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", key):
        raise NotValid("key must be small letters, digits, - and _", field="key")
    adapter = call.service.carrier.adapters.get(wire.text_of(data, "adapter", 40, required=True))
    if adapter is None:
        raise NotValid("There is no such adapter.", field="adapter")
    source = wire.text_of(data, "source", 1000, required=adapter.manifest.needs_source)
    if source:
        try:
            call.service.carrier.fetcher.check(source)
        except NotFetched as error:
            raise NotValid(f"This source can't be read: {error}.", field="source") from error
    cadence = wire.number_of(data, "cadence_s", SHORTEST_S, LONGEST_S) or adapter.manifest.cadence_s
    manifest, options = adapter.manifest, _options(data)
    wrong = manifest.wrong_option(options)
    if wrong:
        raise NotValid(f"The option {wrong!r} is needed, not known, or not one of its choices.", field=wrong)
    feed = FeedState(key, manifest.key, manifest.title, source, int(cadence), options, manifest.demo)
    loop, actor = asyncio.get_running_loop(), call.actor()
    await loop.run_in_executor(call.service.readers, call.service.carrier.add, feed, actor)
    return Answer(feed.to_json(), 201)


def _options(data: wire.Json) -> dict[str, str]:
    options = data.get("options", {})
    if not isinstance(options, dict) or len(options) > 50:
        raise NotValid("options must be an object of texts", field="options")
    return {str(key)[:60]: wire.text_of(options, key, OPTION_LENGTH) for key in options}


async def read_now(call: Call) -> Answer:
    """Reads a feed now and says how it went."""
    try:
        future = call.service.carrier.read_now(call.path["key"])
    except KeyError:
        raise not_found("feed") from None
    try:
        done = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(future)), READ_WITHIN_S)
    except TimeoutError as error:
        raise Problem(503, "busy", "The feed is still being read.", headers={"Retry-After": "5"}) from error
    return Answer(done.to_json())


async def remove(call: Call) -> Answer:
    """Takes a feed away."""
    _own(call)
    work, key, actor = call.service.carrier.remove, call.path["key"], call.actor()
    if not await asyncio.get_running_loop().run_in_executor(call.service.readers, work, key, actor):
        raise not_found("feed")
    return Answer(status=204)


def _own(call: Call) -> None:
    """A feed can name a file of the service's computer: elsewhere than on one's own only an administrator may."""
    if not call.service.settings.key and not call.user.may(Right.ADMINISTER):
        raise Problem(403, "not-allowed", "On a shared service an administrator sets feeds up.")


ROUTES = (
    Row("GET", "/feeds", feeds, READ),
    Row("POST", "/feeds", add, SET_UP),
    Row("POST", "/feeds/{key}/read", read_now, SET_UP),
    Row("DELETE", "/feeds/{key}", remove, SET_UP),
)
