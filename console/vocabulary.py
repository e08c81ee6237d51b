"""English sources of the words for what the code only knows by a key; `console.words` says them in the chosen language.

A test holds each table against the enumeration or catalogue that it repeats, so that no new row stays without a word.
"""

from __future__ import annotations

from console.domain.deadlines import ClockState
from console.domain.ranking import Why
from console.domain.reports import Channel, Priority, Status
from console.domain.roles import Role
from console.i18n import QT_TRANSLATE_NOOP

STATUSES: dict[Status, str] = {
    Status.NEW: QT_TRANSLATE_NOOP("Status", "New"),
    Status.VERIFIED: QT_TRANSLATE_NOOP("Status", "Verified"),
    Status.ASSIGNED: QT_TRANSLATE_NOOP("Status", "Assigned"),
    Status.REFUSED: QT_TRANSLATE_NOOP("Status", "Not its duty"),
    Status.ACCEPTED: QT_TRANSLATE_NOOP("Status", "Accepted"),
    Status.IN_PROGRESS: QT_TRANSLATE_NOOP("Status", "In progress"),
    Status.DONE_CLAIMED: QT_TRANSLATE_NOOP("Status", "To be confirmed"),
    Status.RESOLVED: QT_TRANSLATE_NOOP("Status", "Solved"),
    Status.REOPENED: QT_TRANSLATE_NOOP("Status", "Not solved"),
    Status.WAITING_CITIZEN: QT_TRANSLATE_NOOP("Status", "Waiting for the citizen"),
    Status.ON_HOLD: QT_TRANSLATE_NOOP("Status", "On hold"),
    Status.REJECTED: QT_TRANSLATE_NOOP("Status", "Archived"),
    Status.DUPLICATE: QT_TRANSLATE_NOOP("Status", "Duplicate"),
}
WHYS: dict[Why, str] = {
    Why.EMERGENCY: QT_TRANSLATE_NOOP("Why", "Emergency"),
    Why.LATE: QT_TRANSLATE_NOOP("Why", "Late"),
    Why.REFUSED: QT_TRANSLATE_NOOP("Why", "Refused"),
    Why.REOPENED: QT_TRANSLATE_NOOP("Why", "Not solved"),
    Why.SOON: QT_TRANSLATE_NOOP("Why", "Due soon"),
    Why.URGENT: QT_TRANSLATE_NOOP("Why", "Emergency"),
    Why.HIGH: QT_TRANSLATE_NOOP("Why", "High priority"),
    Why.CLAIMED: QT_TRANSLATE_NOOP("Why", "To confirm"),
    Why.OLDEST: QT_TRANSLATE_NOOP("Why", "By age"),
    Why.STOPPED: QT_TRANSLATE_NOOP("Why", "Waiting"),
    Why.ENDED: QT_TRANSLATE_NOOP("Why", "Ended"),
}
CLOCK_KINDS: dict[str, str] = {
    "forward": QT_TRANSLATE_NOOP("Clock", "forward"),
    "acknowledge": QT_TRANSLATE_NOOP("Clock", "acknowledge"),
    "solve": QT_TRANSLATE_NOOP("Clock", "solve"),
    "hold": QT_TRANSLATE_NOOP("Clock", "on hold"),
    "none": QT_TRANSLATE_NOOP("Clock", "ended"),
}
CLOCK_STATES: dict[ClockState, str] = {
    ClockState.NONE: QT_TRANSLATE_NOOP("Clock", "ended"),
    ClockState.STOPPED: QT_TRANSLATE_NOOP("Clock", "stopped"),
    ClockState.OK: QT_TRANSLATE_NOOP("Clock", "in time"),
    ClockState.SOON: QT_TRANSLATE_NOOP("Clock", "due soon"),
    ClockState.LATE: QT_TRANSLATE_NOOP("Clock", "late"),
}
CHANNELS: dict[Channel, str] = {
    Channel.SOROT: QT_TRANSLATE_NOOP("Channel", "Sorot"),
    Channel.CALL_112: QT_TRANSLATE_NOOP("Channel", "Call 112"),
    Channel.SOCIAL: QT_TRANSLATE_NOOP("Channel", "Social media"),
    Channel.OPEN311: QT_TRANSLATE_NOOP("Channel", "Open311"),
    Channel.FEED: QT_TRANSLATE_NOOP("Channel", "Feed"),
    Channel.AGENT: QT_TRANSLATE_NOOP("Channel", "TIK agent"),
    Channel.WALK_IN: QT_TRANSLATE_NOOP("Channel", "In person"),
    Channel.IMPORT: QT_TRANSLATE_NOOP("Channel", "File"),
}
PRIORITIES: dict[Priority, str] = {
    Priority.LOW: QT_TRANSLATE_NOOP("Priority", "Low"),
    Priority.NORMAL: QT_TRANSLATE_NOOP("Priority", "Normal"),
    Priority.HIGH: QT_TRANSLATE_NOOP("Priority", "High"),
    Priority.EMERGENCY: QT_TRANSLATE_NOOP("Priority", "Emergency"),
}
ROLES: dict[Role, str] = {
    Role.OPERATOR: QT_TRANSLATE_NOOP("Role", "Operator"),
    Role.SUPERVISOR: QT_TRANSLATE_NOOP("Role", "Shift supervisor"),
    Role.GIS_EDITOR: QT_TRANSLATE_NOOP("Role", "GIS staff"),
    Role.OFFICER: QT_TRANSLATE_NOOP("Role", "Department officer"),
    Role.EXECUTIVE: QT_TRANSLATE_NOOP("Role", "City leadership"),
    Role.AUDITOR: QT_TRANSLATE_NOOP("Role", "Auditor"),
    Role.ADMIN: QT_TRANSLATE_NOOP("Role", "Administrator"),
    Role.INTAKE: QT_TRANSLATE_NOOP("Role", "Intake"),
    Role.FEED: QT_TRANSLATE_NOOP("Role", "Feed"),
}
SHIFTS: dict[str, str] = {
    "morning": QT_TRANSLATE_NOOP("Shift", "Morning shift"),
    "afternoon": QT_TRANSLATE_NOOP("Shift", "Afternoon shift"),
    "night": QT_TRANSLATE_NOOP("Shift", "Night shift"),
}
REASONS: dict[str, str] = {
    "not_relevant": QT_TRANSLATE_NOOP("Reasons", "Not relevant"),
    "incomplete": QT_TRANSLATE_NOOP("Reasons", "Incomplete"),
    "out_of_area": QT_TRANSLATE_NOOP("Reasons", "Outside the area"),
}
FEED_STATES: dict[str, str] = {
    "ok": QT_TRANSLATE_NOOP("Feed", "in time"),
    "late": QT_TRANSLATE_NOOP("Feed", "late"),
    "failed": QT_TRANSLATE_NOOP("Feed", "failed"),
    "off": QT_TRANSLATE_NOOP("Feed", "off"),
    "waiting": QT_TRANSLATE_NOOP("Feed", "waiting for the first answer"),
}
FEED_TITLES: tuple[str, ...] = (  # the titles of the adapters' manifests, which know no Qt
    QT_TRANSLATE_NOOP("Feed", "Waze for Cities"),
    QT_TRANSLATE_NOOP("Feed", "Warnings (CAP 1.2)"),
    QT_TRANSLATE_NOOP("Feed", "Earthquakes (BMKG)"),
    QT_TRANSLATE_NOOP("Feed", "Open311 (GeoReport v2)"),
    QT_TRANSLATE_NOOP("Feed", "Table (CSV)"),
    QT_TRANSLATE_NOOP("Feed", "GeoJSON"),
    QT_TRANSLATE_NOOP("Feed", "Demo city (made up)"),
)
FEED_OPTIONS: tuple[str, ...] = (  # the titles of their options
    QT_TRANSLATE_NOOP("Feed", "Layer"),
    QT_TRANSLATE_NOOP("Feed", "Columns (theirs=ours;…)"),
    QT_TRANSLATE_NOOP("Feed", "Reach"),
    QT_TRANSLATE_NOOP("Feed", "Categories (theirs=ours;…)"),
)
FEED_CHOICES: dict[str, str] = {  # what can be chosen in them, besides layers
    "all": QT_TRANSLATE_NOOP("Feed", "From everywhere"),
    "city": QT_TRANSLATE_NOOP("Feed", "This city only"),
}
ACTIONS: tuple[str, ...] = (  # the titles of workflow.ACTIONS, which knows no Qt
    QT_TRANSLATE_NOOP("Actions", "Verify"),
    QT_TRANSLATE_NOOP("Actions", "Assign"),
    QT_TRANSLATE_NOOP("Actions", "Recall"),
    QT_TRANSLATE_NOOP("Actions", "Accepted by department"),
    QT_TRANSLATE_NOOP("Actions", "Refused by department"),
    QT_TRANSLATE_NOOP("Actions", "Work started"),
    QT_TRANSLATE_NOOP("Actions", "Reported done"),
    QT_TRANSLATE_NOOP("Actions", "Confirm solved"),
    QT_TRANSLATE_NOOP("Actions", "Not accepted"),
    QT_TRANSLATE_NOOP("Actions", "Reopen"),
    QT_TRANSLATE_NOOP("Actions", "Ask the citizen"),
    QT_TRANSLATE_NOOP("Actions", "Resume"),
    QT_TRANSLATE_NOOP("Actions", "Hold"),
    QT_TRANSLATE_NOOP("Actions", "Archive"),
    QT_TRANSLATE_NOOP("Actions", "Restore"),
    QT_TRANSLATE_NOOP("Actions", "Mark as duplicate"),
    QT_TRANSLATE_NOOP("Actions", "Split off again"),
)
DONE: dict[str, str] = {  # what the toast says after a move; `number` is the report's
    "verify": QT_TRANSLATE_NOOP("Done", "{number} is verified."),
    "assign": QT_TRANSLATE_NOOP("Done", "{number} is assigned to {department}."),
    "recall": QT_TRANSLATE_NOOP("Done", "{number} is recalled."),
    "accept": QT_TRANSLATE_NOOP("Done", "{number} is accepted by {department}."),
    "refuse": QT_TRANSLATE_NOOP("Done", "{number} is refused: back in the pool."),
    "start": QT_TRANSLATE_NOOP("Done", "Work on {number} has started."),
    "claim_done": QT_TRANSLATE_NOOP("Done", "{number} is reported done: to be confirmed."),
    "resolve": QT_TRANSLATE_NOOP("Done", "{number} is solved."),
    "send_back": QT_TRANSLATE_NOOP("Done", "{number} goes back to work."),
    "reopen": QT_TRANSLATE_NOOP("Done", "{number} is open again."),
    "ask_citizen": QT_TRANSLATE_NOOP("Done", "{number} waits for the citizen."),
    "resume": QT_TRANSLATE_NOOP("Done", "{number} goes on."),
    "hold": QT_TRANSLATE_NOOP("Done", "{number} is on hold."),
    "reject": QT_TRANSLATE_NOOP("Done", "{number} is archived."),
    "restore": QT_TRANSLATE_NOOP("Done", "{number} is back from the archive."),
    "mark_duplicate": QT_TRANSLATE_NOOP("Done", "{number} is marked as a duplicate."),
    "split": QT_TRANSLATE_NOOP("Done", "{number} stands on its own again."),
}
LAYERS: tuple[str, ...] = (  # the titles of layers.catalog, which knows no Qt
    QT_TRANSLATE_NOOP("Layers", "Incidents"),
    QT_TRANSLATE_NOOP("Layers", "Public wifi"),
    QT_TRANSLATE_NOOP("Layers", "Traffic"),
    QT_TRANSLATE_NOOP("Layers", "Waste points"),
    QT_TRANSLATE_NOOP("Layers", "Warnings"),
    QT_TRANSLATE_NOOP("Layers", "Areas"),
    QT_TRANSLATE_NOOP("Layers", "Cameras"),
    QT_TRANSLATE_NOOP("Layers", "Facilities"),
)
FIELDS: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Fields", "Title"),
    QT_TRANSLATE_NOOP("Fields", "Category"),
    QT_TRANSLATE_NOOP("Fields", "State"),
    QT_TRANSLATE_NOOP("Fields", "Priority"),
    QT_TRANSLATE_NOOP("Fields", "Deadline"),
    QT_TRANSLATE_NOOP("Fields", "Number"),
    QT_TRANSLATE_NOOP("Fields", "Late"),
    QT_TRANSLATE_NOOP("Fields", "Detail"),
    QT_TRANSLATE_NOOP("Fields", "Name"),
    QT_TRANSLATE_NOOP("Fields", "Since"),
    QT_TRANSLATE_NOOP("Fields", "Until"),
    QT_TRANSLATE_NOOP("Fields", "Owner"),
    QT_TRANSLATE_NOOP("Fields", "Sponsor"),
    QT_TRANSLATE_NOOP("Fields", "SSID"),
    QT_TRANSLATE_NOOP("Fields", "Kelurahan"),
    QT_TRANSLATE_NOOP("Fields", "Users"),
    QT_TRANSLATE_NOOP("Fields", "Street"),
    QT_TRANSLATE_NOOP("Fields", "From"),
    QT_TRANSLATE_NOOP("Fields", "To"),
    QT_TRANSLATE_NOOP("Fields", "Speed"),
    QT_TRANSLATE_NOOP("Fields", "Free flow"),
    QT_TRANSLATE_NOOP("Fields", "Level"),
    QT_TRANSLATE_NOOP("Fields", "Delay"),
    QT_TRANSLATE_NOOP("Fields", "Closed"),
    QT_TRANSLATE_NOOP("Fields", "Kind"),
    QT_TRANSLATE_NOOP("Fields", "Fill level"),
    QT_TRANSLATE_NOOP("Fields", "Last emptied"),
    QT_TRANSLATE_NOOP("Fields", "Department"),
    QT_TRANSLATE_NOOP("Fields", "Event"),
    QT_TRANSLATE_NOOP("Fields", "Severity"),
    QT_TRANSLATE_NOOP("Fields", "Sender"),
    QT_TRANSLATE_NOOP("Fields", "Code"),
    QT_TRANSLATE_NOOP("Fields", "Other spellings"),
    QT_TRANSLATE_NOOP("Fields", "Kecamatan"),
    QT_TRANSLATE_NOOP("Fields", "Link"),
    QT_TRANSLATE_NOOP("Fields", "Telephone"),
)
