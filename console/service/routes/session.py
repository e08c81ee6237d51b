"""Signing in and out, what the sign-in page needs, the city's profile, and whether all is well."""

from __future__ import annotations

import asyncio
from functools import partial

from console.domain import wire
from console.domain.roles import User
from console.domain.wire import Json
from console.service.auth import DEMO_USERS
from console.service.calls import Answer, Call, Door, Row
from console.service.core import VERSION
from console.service.passwords import LONGEST
from console.service.settings import DEMO_API_KEY, DEMO_PASSWORD


def user_json(user: User) -> Json:
    """A user as shown to the console."""
    return {
        "name": user.name,
        "title": user.title,
        "role": str(user.role),
        "department": user.department,
        "must_change": user.must_change,
    }


def health(call: Call) -> Answer:
    """Whether the service lives, and whether it can store."""
    service = call.service
    why = service.writer.stopped
    body: Json = {
        "ok": not why,
        "service": "poc",
        "version": VERSION,
        "store": service.store.kind,
        "seq": service.store.read.head(),
        "intake": "stopped" if why else "ok",
    }
    if why:
        body["why"] = why
    if service.notary.broken is not None:
        body["log_changed_at"] = service.notary.broken
    if service.mirror is not None:
        body |= service.mirror.health()
    return Answer(body)


def welcome(call: Call) -> Answer:
    """What is said before anybody has signed in."""
    demo = call.service.settings.demo
    users = [user_json(user) for user in DEMO_USERS] if demo else []
    body: Json = {"city": dict(call.service.city.name), "demo": demo, "demo_users": users}
    if demo:
        body |= {"demo_password": DEMO_PASSWORD, "demo_api_key": DEMO_API_KEY}
    return Answer(body)


async def sign_in(call: Call) -> Answer:
    """A token for a name and a password."""
    data = call.json()
    wire.only(data, "name", "password")
    name, password = (
        wire.text_of(data, "name", 64, required=True),
        wire.text_of(data, "password", LONGEST, required=True),
    )
    work = partial(call.service.auth.sign_in, name, password, call.console, call.address)
    text, token = await call.service.auth.aside(work)
    return Answer({"token": text, "user": user_json(token.user), "expires_at": token.expires_at.isoformat()}, 201)


async def sign_out(call: Call) -> Answer:
    """Ends this sign-in."""
    loop, service = asyncio.get_running_loop(), call.service
    await loop.run_in_executor(service.readers, partial(service.claims.sign_out, call.user, call.console))
    work = partial(service.auth.sign_out, call.token(), call.user, call.console)
    await loop.run_in_executor(service.readers, work)
    return Answer(status=204)


async def change_password(call: Call) -> Answer:
    """Another password of one's own; whoever is signed in by this name signs in anew."""
    data = call.json()
    wire.only(data, "old", "new")
    old, new = (wire.text_of(data, key, LONGEST, required=True) for key in ("old", "new"))
    auth = call.service.auth
    await auth.aside(partial(auth.change_password, call.user, old, new, call.address, call.actor()))
    return Answer(status=204)


def profile(call: Call) -> Answer:
    """The tables of the city, as `City.from_tables` reads them."""
    version = call.service.store.read.layer("area").version
    return Answer({"tables": call.service.tables, "boundaries_version": version})


ROUTES = (
    Row("GET", "/health", health, Door.OPEN),
    Row("GET", "/welcome", welcome, Door.KEY),
    Row("POST", "/session", sign_in, Door.KEY, limit=10_000),
    Row("DELETE", "/session", sign_out, Door.SIGNED),
    Row("POST", "/session/password", change_password, Door.SIGNED, limit=10_000),
    Row("GET", "/profile", profile, Door.SIGNED),
)
