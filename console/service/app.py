"""The service as an ASGI application: every route of the table, let in, read strictly, answered; errors as problems."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import logging
import secrets
from collections.abc import AsyncIterator
from typing import Any, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from console.domain.errors import DomainError
from console.domain.roles import User
from console.service import openapi
from console.service.calls import (
    COMMON_HEADERS,
    NOBODY,
    Answer,
    Call,
    Door,
    Row,
    admit,
    is_plain,
    problem_answer,
    read_body,
    read_console,
    read_query,
)
from console.service.core import Service
from console.service.problems import TITLE_OF, Problem, not_found
from console.service.routes import (
    checkpoint,
    claims,
    drafts,
    feeds,
    layers,
    live,
    ogc,
    open311,
    photos,
    reports,
    schemas,
    session,
    shifts,
    trail,
    users,
)
from console.service.serve import serve_command
from console.service.settings import ServiceSettings
from console.service.store.contract import StorageFault, StoreError

log = logging.getLogger(__name__)
ROUTES: tuple[Row, ...] = (
    *session.ROUTES,
    *reports.ROUTES,
    *claims.ROUTES,
    *live.ROUTES,
    *layers.ROUTES,
    *drafts.ROUTES,
    *schemas.ROUTES,
    *ogc.ROUTES,
    *feeds.ROUTES,
    *shifts.ROUTES,
    *users.ROUTES,
    *trail.ROUTES,
    *checkpoint.ROUTES,
    *photos.ROUTES,
    *open311.ROUTES,
    *openapi.ROUTES,
)
__all__ = ["ROUTES", "create_app", "serve_command"]


def create_app(settings: ServiceSettings) -> Starlette:
    """The whole service; its parts start and end with the application. Raises CannotOpen, ResourceMissing."""
    service = Service(settings)

    @contextlib.asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        service.hub.start()
        await asyncio.to_thread(service.start)
        yield
        service.hub.end()
        await asyncio.to_thread(service.close)

    routes = [
        Route(row.path, _endpoint(service, row), methods=[row.method], name=f"{row.method} {row.path}")
        for row in ROUTES
    ]
    handlers: Any = {HTTPException: _http_problem}
    app = _Service(routes=routes, lifespan=life, exception_handlers=handlers)
    app.plain = {(row.method, row.path): _endpoint(service, row) for row in ROUTES if "{" not in row.path}
    app.router.redirect_slashes = False
    app.state.service = service
    return app


class _Service(Starlette):
    """Starlette, with a shorter way to the routes without a parameter: reports come in there, hundreds a second."""

    plain: dict[tuple[str, str], Any]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            endpoint = self.plain.get((scope["method"], scope["path"]))
            if endpoint is not None:
                scope["app"] = self
                response = await endpoint(Request(scope, receive))
                await response(scope, receive, send)
                return
        await super().__call__(scope, receive, send)


def _endpoint(service: Service, row: Row) -> Any:
    async def endpoint(request: Request) -> Response:
        try:
            return await _answer(service, row, request)
        except Problem as problem:
            return row.refuse(problem, request.url.path).response()
        except DomainError as error:
            return row.refuse(Problem.of(error), request.url.path).response()
        except Exception as error:  # noqa: BLE001 - the last resort: nobody gets a stack trace
            return row.refuse(_unexpected(error), request.url.path).response()

    return endpoint


async def _answer(service: Service, row: Row, request: Request) -> Response:
    headers = request.headers
    if not all(is_plain(part) for part in request.path_params.values()):
        raise not_found("address")
    query = read_query(request.scope.get("query_string", b""), row.query)
    user = _who(service, row, request)
    admit(row.needs, user)
    body = await read_body(request, row.limit, row.seconds) if row.method not in ("GET", "DELETE") else b""
    console, address = read_console(headers.get("x-console", "")), request.client.host if request.client else ""
    call = Call(service, user, console, request.path_params, query, headers, body, address, request.url.scheme)
    if row is live.STREAM:
        live.stream_start(call)
        if request.method == "HEAD":  # it would never end, and say nothing
            return Response(media_type="text/event-stream", headers=COMMON_HEADERS)
        return StreamingResponse(live.stream(call), media_type="text/event-stream", headers=COMMON_HEADERS)
    if inspect.iscoroutinefunction(row.work):
        answer = await row.work(call)
    else:
        answer = await asyncio.get_running_loop().run_in_executor(service.readers, row.work, call)
    return cast(Answer, answer).response()


def _who(service: Service, row: Row, request: Request) -> User:
    if row.needs is Door.OPEN:
        return NOBODY
    service.auth.check_key(request.headers.get("x-poc-key", ""))
    if row.needs is Door.KEY:
        return NOBODY
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Problem(401, "unauthorized", "Sign in, please.", headers={"WWW-Authenticate": "Bearer"})
    return service.auth.who(token.strip(), writes=row.method != "GET")


def _unexpected(error: Exception) -> Problem:
    """500: the cause goes to the log under a reference; the answer carries the reference only."""
    if isinstance(error, StorageFault):
        log.error("the store is away: %s", error)
        return Problem(503, "busy", "The store can't be reached just now. Try again.", headers={"Retry-After": "1"})
    reference = secrets.token_hex(4)
    log.error("unexpected error %s", reference, exc_info=error)
    if isinstance(error, StoreError):
        return Problem(500, "store", f"The store did not take this. Reference {reference}.")
    return Problem(500, "internal", f"Something went wrong; it was written down. Reference {reference}.")


async def _http_problem(request: Request, error: HTTPException) -> Response:
    """No such route, or not with this method."""
    words = TITLE_OF.get(error.status_code, "Error") + "."
    problem = Problem(error.status_code, f"http-{error.status_code}", words, None, error.headers)
    if error.status_code == 404:
        problem = not_found("address")
    path = request.url.path
    return (open311.refuse(problem, path) if path.startswith(open311.BASE) else problem_answer(problem)).response()
