"""Users: who may sign in, in which role; an administrator's work."""

from __future__ import annotations

import asyncio
import re
from functools import partial

from console.domain import wire
from console.domain.errors import Missing, NotValid
from console.domain.roles import Right, Role, User
from console.service.auth import weak_password
from console.service.calls import Answer, Call, Row
from console.service.passwords import LONGEST, weakness
from console.service.problems import Problem, not_found
from console.service.routes.session import user_json

ADMIN = (Right.ADMINISTER,)
PEOPLE = tuple(role for role in Role if role not in (Role.INTAKE, Role.FEED))


def users(call: Call) -> Answer:
    """Everybody who may sign in."""
    return Answer({"users": [user_json(user) for user in call.service.store.read.users()]})


async def put(call: Call) -> Answer:
    """A user, new or changed; without a password the old one stays. A changed user must sign in anew.

    A password that somebody else gave is for one sign-in, unless it is said not to be `temporary`.
    """
    data, name = call.json(), call.path["name"]
    wire.only(data, "title", "role", "department", "password", "temporary")
    temporary = data.get("temporary", name != call.user.name)
    if not isinstance(temporary, bool):
        raise NotValid("temporary must be true or false", field="temporary")
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,39}", name):
        raise NotValid("A name is of small letters, digits, dots, - and _.", field="name")
    role = wire.text_of(data, "role", 40, required=True)
    if role not in PEOPLE:
        raise NotValid("There is no such role.", field="role")
    department = wire.text_of(data, "department", 64)
    if (role == Role.OFFICER) != (department in call.service.city.departments):
        raise NotValid("An officer has a department of the city, nobody else has one.", field="department")
    password, title = wire.text_of(data, "password", LONGEST), wire.text_of(data, "title", 100, required=True)
    weak = weakness(password, (name, title)) if password else ""
    if weak:
        raise weak_password(weak, "password")
    if not password and call.service.store.read.user(name) is None:
        raise Missing("A new user needs a password.", field="password")
    user = User(name, title, Role(role), department or None, temporary)
    kept = await call.service.auth.aside(partial(call.service.auth.put, user, password, call.actor()))
    return Answer(user_json(kept))


async def remove(call: Call) -> Answer:
    """Nobody of this name may sign in any more, and whoever is signed in is out."""
    name = call.path["name"]
    if name == call.user.name:
        raise Problem(409, "not-possible", "You can't remove yourself.")
    if call.service.store.read.user(name) is None:
        raise not_found("user")
    work = partial(call.service.auth.remove, name, call.actor())
    await asyncio.get_running_loop().run_in_executor(call.service.readers, work)
    return Answer(status=204)


ROUTES = (
    Row("GET", "/users", users, ADMIN),
    Row("PUT", "/users/{name}", put, ADMIN, limit=10_000),
    Row("DELETE", "/users/{name}", remove, ADMIN),
)
