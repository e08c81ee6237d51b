"""Open311 GeoReport v2 at /open311/v2: services, requests, tokens and discovery, in XML and JSON.

Extensions, each optional: `page` and `page_size` on the list of requests, and an `Idempotency-Key` header on POST.
"""

from __future__ import annotations

import hmac
import math
import re
import urllib.parse
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from console.domain import wire
from console.domain.reports import OPEN, Channel
from console.domain.roles import Role
from console.domain.wire import Json, NewReport
from console.service import georeport
from console.service.auth import now
from console.service.calls import Answer, Call, Door, Row
from console.service.problems import Problem
from console.service.settings import DEMO_API_KEY
from console.service.store.contract import Actor, Find

BASE = "/open311/v2"
MOST = 1000
DAYS = timedelta(days=90)
FORM_BYTES = 64_000
FIELDS = (
    "jurisdiction_id", "api_key", "service_code", "lat", "long", "address_string", "address_id", "email", "device_id",
    "account_id", "first_name", "last_name", "phone", "description", "media_url",
)  # fmt: skip


def refuse(problem: Problem, path: str) -> Answer:
    """An error as the standard has it: 404 unknown resource, 403 key, 400 all else; 429 too often; 5xx when the service
    can't."""
    status = problem.status if problem.status in (403, 404, 429) or problem.status >= 500 else 400
    row = {"code": str(status), "description": problem.detail}
    if path.endswith(".json"):
        return Answer(wire.dump([row]), status, problem.headers)
    return Answer(georeport.xml_of("errors", "error", [row]), status, problem.headers, "text/xml")


def _answer(call: Call, root: str, item: str, rows: Sequence[Json]) -> Answer:
    if _form(call) == "json":
        return Answer(georeport.json_of(list(rows)))
    return Answer(georeport.xml_of(root, item, rows), media="text/xml")


def _answer_one(call: Call, root: str, row: Json) -> Answer:
    if _form(call) == "json":
        return Answer(georeport.json_of(row))
    return Answer(georeport.xml_of_one(root, row), media="text/xml")


def _form(call: Call) -> str:
    form = call.path["form"]
    if form not in ("json", "xml"):
        raise Problem(404, "not-found", "The formats are json and xml.")
    return form


def _jurisdiction(call: Call, given: str) -> None:
    if given and given != call.service.city.key:
        raise Problem(404, "not-found", "jurisdiction_id is not one of this service.")


def _begin(call: Call) -> None:
    call.service.doors.come(call.address)
    _form(call)
    _jurisdiction(call, call.query.get("jurisdiction_id", ""))


def discovery(call: Call) -> Answer:
    """Where this service is and what it speaks."""
    _begin(call)
    host = call.headers.get("host", "")
    url = f"{call.scheme}://{host}{BASE}" if re.fullmatch(r"[\w.\-:\[\]]{1,255}", host) else BASE
    row: Json = {
        "changeset": "2026-11-21T00:00:00+00:00",
        "contact": f"Patriot Operation Center, {call.service.city.name.get('id', '')}",
        "key_service": "Diskominfostandi",
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": url,
                "changeset": "2026-11-21T00:00:00+00:00",
                "type": "test" if call.service.settings.demo else "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
    return _answer_one(call, "discovery", row)


def services(call: Call) -> Answer:
    """Every category that may be reported."""
    _begin(call)
    city = call.service.city
    rows = [georeport.service_of(category, city) for category in city.categories.values()]
    return _answer(call, "services", "service", rows)


def definition(call: Call) -> Answer:
    """A service's further questions; there are none."""
    _begin(call)
    if call.path["code"] not in call.service.city.categories:
        raise Problem(404, "not-found", "service_code is not one of this service.")
    row: Json = {"service_code": call.path["code"], "attributes": []}
    return _answer_one(call, "service_definition", row)


def requests(call: Call) -> Answer:
    """Service requests: of the last 90 days, at most 1,000, newest first, unless the question says otherwise."""
    _begin(call)
    city, read = call.service.city, call.service.store.read
    idents = call.words("service_request_id")
    if idents:
        rows = [row for ident in idents[:MOST] for row in read.reports(_by_number(ident))]
    else:
        rows = read.reports(_question(call))
    shown = [georeport.request_of(row, city) for row in rows if georeport.is_public(row)]
    return _answer(call, "service_requests", "request", shown)


def _question(call: Call) -> Find:
    start, end = _time(call, "start_date"), _time(call, "end_date")
    if start and end and not timedelta(0) <= end - start <= DAYS:
        raise Problem(400, "not-valid", "start_date and end_date must span 0 to 90 days.")
    if start is None:
        start = (end or now()) - DAYS
    elif end is None:
        end = start + DAYS
    codes = call.words("service_code")
    if not set(codes) <= set(call.service.city.categories):
        raise Problem(404, "not-found", "service_code is not one of this service.")
    wanted = set(call.words("status") or ("open", "closed"))
    if not wanted <= {"open", "closed"}:
        raise Problem(400, "not-valid", "status is open or closed.")
    states = () if len(wanted) == 2 else tuple(sorted(OPEN)) if "open" in wanted else georeport.CLOSED
    size = call.number("page_size", MOST, 1, MOST)
    return Find(
        status=states,
        category=codes,
        channel=tuple(georeport.PUBLIC),
        received_from=start,
        received_to=end,
        limit=size,
        skip=(call.number("page", 1, 1, 100_000) - 1) * size,
    )


def _by_number(ident: str) -> Find:
    found = re.fullmatch(r"(?:[A-Za-z]{1,8}-)?(\d{1,12})", ident)
    return Find(number=int(found[1]) if found else 0, limit=1)


def _time(call: Call, key: str) -> datetime | None:
    given = call.query.get(key, "").replace(" ", "+")  # a plus that nobody escaped
    return wire.time_of({key: given}, key)


def request(call: Call) -> Answer:
    """One service request."""
    _begin(call)
    rows = [row for row in call.service.store.read.reports(_by_number(call.path["ident"])) if georeport.is_public(row)]
    if not rows:
        raise Problem(404, "not-found", "service_request_id is not known.")
    return _answer(call, "service_requests", "request", [georeport.request_of(rows[0], call.service.city)])


def token(call: Call) -> Answer:
    """The number of a request by its token; here they are the same, as a request has its number at once."""
    _begin(call)
    rows = [row for row in call.service.store.read.reports(_by_number(call.path["ident"])) if georeport.is_public(row)]
    if not rows:
        raise Problem(404, "not-found", "token is not known.")
    row = {"service_request_id": rows[0]["number"], "token": call.path["ident"]}
    return _answer(call, "service_requests", "request", [row])


async def send(call: Call) -> Answer:
    """A citizen's report comes in."""
    call.service.doors.come(call.address)
    _form(call)
    form = _fields(call)
    _check_key(call, form.get("api_key") or call.query.get("api_key", ""))
    _jurisdiction(call, form.get("jurisdiction_id") or call.query.get("jurisdiction_id", ""))
    new = _new_report(call, form)
    await call.prepared()
    actor = Actor("open311", Role.INTAKE, now(), "open311")
    judged = call.service.intake.judge(new, actor.at)
    report, _ = await call.write(lambda tx: call.service.intake.file(tx, judged, new, actor), new.id)
    row: Json = {
        "service_request_id": report.number,
        "service_notice": "Laporan diterima. Ikuti nomor ini. / Received: follow this number.",
        "account_id": form.get("account_id") or None,
    }
    return _answer(call, "service_requests", "request", [row])


def _fields(call: Call) -> dict[str, str]:
    media = call.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/x-www-form-urlencoded":
        raise Problem(400, "not-valid", "The body must be form-encoded (application/x-www-form-urlencoded).")
    try:
        pairs = urllib.parse.parse_qsl(
            call.body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(call.body), errors="strict",
            max_num_fields=60,
        )  # fmt: skip
    except ValueError as error:
        raise Problem(400, "not-valid", "The form can't be read.") from error
    form: dict[str, str] = {}
    for name, value in pairs:
        if name not in FIELDS:
            raise Problem(400, "not-valid", "The form has a field that is not known; attributes are not asked for.")
        if name in form:
            raise Problem(400, "not-valid", f"{name} is given twice.")
        form[name] = wire.text_of({name: value}, name, wire.MAX_TEXT if name == "description" else wire.MAX_SHORT)
    return form


def _check_key(call: Call, given: str) -> None:
    settings, doors = call.service.settings, call.service.doors
    doors.may_try(call.address)
    known = settings.open311_keys | ({DEMO_API_KEY} if settings.demo else set())
    if not any(hmac.compare_digest(given.encode(), key.encode()) for key in known):
        if given:
            doors.wrong(call.address)
        raise Problem(403, "not-allowed", "api_key is missing or not known.")
    doors.used(given)


def _new_report(call: Call, form: dict[str, str]) -> NewReport:
    code = form.get("service_code", "")
    if not code:
        raise Problem(400, "missing", "service_code is needed.")
    if code not in call.service.city.categories:
        raise Problem(404, "not-found", "service_code is not one of this service.")
    lon, lat = _degree(form, "long"), _degree(form, "lat")
    if (lon is None) != (lat is None):
        raise Problem(400, "missing", "lat and long go together.")
    if lon is not None and lat is not None and abs(lat) > 90 >= abs(lon):
        raise Problem(400, "not-valid", "lat must lie between -90 and 90: lat and long seem to be the wrong way round.")
    place = form.get("address_string") or form.get("address_id", "")
    if lon is None and not place:
        raise Problem(400, "missing", "lat and long, address_string or address_id are needed.")
    title = call.service.city.categories[code].title
    data: Json = {
        "id": call.key() or wire.uuid7(),
        "text": form.get("description") or title.get("id", code),
        "category": code,
        "channel": Channel.OPEN311,
        "lon": lon,
        "lat": lat,
        "place_note": place,
        "source_ref": _link(form.get("media_url", "")),
        "contact_name": _contact(form)[:200],
        "contact_phone": form.get("phone", "")[:40],
    }
    return replace(NewReport.from_json(data), demo=False)


def _degree(form: dict[str, str], name: str) -> float | None:
    given = form.get(name, "").strip()
    if not given:
        return None
    if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,20})?", given) or not math.isfinite(float(given)):
        raise Problem(400, "not-valid", f"{name} must be a number of degrees.")
    return float(given)


def _link(given: str) -> str:
    """The address is kept as text and shown as text; nobody here fetches it."""
    if given and (len(given) > 200 or not re.fullmatch(r"https?://[^\s<>\"']+", given)):
        raise Problem(400, "not-valid", "media_url must be a http or https address of at most 200 characters.")
    return given


def _contact(form: dict[str, str]) -> str:
    """Who reported, in one line."""
    name = " ".join(filter(None, (form.get("first_name", ""), form.get("last_name", ""))))
    rest = (form.get("email", ""), _named(form, "account_id", "account"), _named(form, "device_id", "device"))
    return " · ".join(filter(None, (name, *rest)))


def _named(form: dict[str, str], key: str, word: str) -> str:
    return f"{word} {form[key]}" if form.get(key) else ""


_ASK = ("jurisdiction_id", "api_key")
_LIST = ("service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "extensions")
ROUTES = (
    Row("GET", BASE + "/discovery.{form}", discovery, Door.OPEN, _ASK, refuse=refuse),
    Row("GET", BASE + "/services.{form}", services, Door.OPEN, _ASK, refuse=refuse),
    Row("GET", BASE + "/services/{code}.{form}", definition, Door.OPEN, _ASK, refuse=refuse),
    Row("GET", BASE + "/requests.{form}", requests, Door.OPEN, (*_ASK, *_LIST), refuse=refuse),
    Row("POST", BASE + "/requests.{form}", send, Door.OPEN, _ASK, limit=FORM_BYTES, refuse=refuse),
    Row("GET", BASE + "/requests/{ident}.{form}", request, Door.OPEN, (*_ASK, "extensions"), refuse=refuse),
    Row("GET", BASE + "/tokens/{ident}.{form}", token, Door.OPEN, _ASK, refuse=refuse),
)
