"""Who has a report in hand: taken, taken over with a reason, let go."""

from __future__ import annotations

from console.domain import claims, wire
from console.domain.errors import NotValid
from console.domain.roles import Right
from console.service.calls import Answer, Call, Row
from console.service.routes.reports import report_of


def listed(call: Call) -> Answer:
    """The claims that stand. Departments see none: it is the desk's own order."""
    found = call.service.claims.all() if call.audience.department is None else []
    return Answer({"claims": [claim.to_json() for claim in found]})


async def take(call: Call) -> Answer:
    """Takes the report in hand, or touches it; somebody else's with a reason, which the log keeps."""
    data = call.json()
    wire.only(data, "reason")
    reason = wire.text_of(data, "reason", 500).strip()
    report, actor, user = report_of(call), call.actor(), call.user
    claim = await call.write(lambda tx: call.service.claims.take(tx, report.id, user, actor, reason))
    return Answer({"claim": claim.to_json()})


async def let_go(call: Call) -> Answer:
    """Lets the own claim go."""
    why = call.query.get("why", claims.MOVED_ON)
    if why not in claims.WHYS:
        raise NotValid("There is no such reason.", field="why")
    report, actor = report_of(call), call.actor()
    await call.write(lambda tx: call.service.claims.let_go(tx, report.id, actor, why))
    return Answer(status=204)


ROUTES = (
    Row("GET", "/claims", listed, (Right.READ_REPORTS,)),
    Row("POST", "/reports/{ident}/claim", take, (Right.TRIAGE,)),
    Row("DELETE", "/reports/{ident}/claim", let_go, (Right.TRIAGE,), ("why",)),
)
