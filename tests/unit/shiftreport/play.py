"""A shift acted out by the real rules: reports come in, actions are decided, and the log is written."""

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from console.domain import wire
from console.domain.city import City
from console.domain.reports import Channel, Priority, Report, Status
from console.domain.roles import Role
from console.domain.wire import Event
from console.domain.workflow import Command, allowed, decide

KECAMATAN = {
    "32.75.01": "Bekasi Timur",
    "32.75.02": "Bekasi Barat",
    "32.75.03": "Bekasi Utara",
    "32.75.04": "Bekasi Selatan",
    "32.75.05": "Rawalumbu",
}
COMPLAINTS = (
    ("flood", "Banjir setinggi lutut di depan gang, motor mogok semua, tolong pompanya dinyalakan"),
    ("road_damage", "Jalan berlubang besar dekat pertigaan, sudah dua orang jatuh dari motor"),
    ("illegal_dumping", "Ada yang buang sampah satu truk di pinggir kali tiap malam, baunya masuk rumah"),
    ("traffic_light", "Lampu merah mati total sejak subuh, simpang macet ke empat arah"),
    ("street_light", "Lampu jalan padam sepanjang gang, rawan begal"),
    ("wifi_outage", "Wifi taman tidak bisa dipakai sejak kemarin"),
    ("accident_injury", "Kecelakaan motor dengan truk, satu orang luka, butuh ambulans"),
    ("fallen_tree", "Pohon tumbang menutup jalan habis hujan angin"),
)
HAPPY_PATH = ("verify", "assign", "accept", "start", "claim_done", "resolve")


@dataclass
class Play:
    """Reports and their log, in the making. Times are given as aware moments."""

    city: City
    reports: dict[str, Report] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def receive(self, at: datetime, category: str = "flood", **more: object) -> str:
        """A report comes in; its id."""
        row = self.city.category(category)
        number = len(self.reports) + 1
        values: dict[str, object] = {
            "id": f"00000000-0000-7000-8000-{number:012d}",
            "number": f"BKS-{number:06d}",
            "text": "Banjir di depan rumah",
            "category": category,
            "channel": Channel.CALL_112,
            "received_at": at,
            "priority": row.priority,
            "forward_by": self.city.forward_by(category, row.priority, at),
            "lon": 106.99,
            "lat": -6.24,
            "kecamatan": "32.75.01",
        }
        report = Report(**(values | more))  # type: ignore[arg-type]
        self._log(at, "sistem", "intake", "report.created", report.id, wire.changes_between(None, report))
        self.reports[report.id] = report
        return report.id

    def do(self, report: str, action: str, at: datetime, actor: str = "sari", **given: object) -> Report:
        """Somebody at the desk does this to a report, as the rules allow."""
        known = {"department": "dlh", "reason": "alasan", "answer": "sudah ditangani", "until": at + timedelta(days=2)}
        command = Command(action, actor, Role.OPERATOR, at, **(known | given))  # type: ignore[arg-type]
        before = self.reports[report]
        after = decide(before, command, self.city.rules(self.reports.get))
        self.reports[report] = after
        changes = wire.changes_between(before, after)
        self._log(at, actor, "operator", f"report.{action}", report, changes, after.version)
        return after

    def undo(self, report: str, at: datetime, actor: str = "sari") -> None:
        """The last move is taken back."""
        last = next(event for event in reversed(self.events) if event.entity_id == report)
        now = self.reports[report]
        fields = wire.report_to_json(now) | {key: pair[0] for key, pair in last.payload["changes"].items()}
        before = replace(wire.report_from_json(fields), version=now.version + 1)
        self.reports[report] = before
        self._log(at, actor, "operator", "report.undo", report, wire.changes_between(now, before), before.version)
        self.events[-1].payload["undoes"] = last.seq

    def note(self, at: datetime, text: str, notable: str | None = None, actor: str = "sari") -> None:
        """A line for the next shift."""
        payload = {"text": text} | ({"notable": notable} if notable else {})
        self._log(at, actor, "operator", "shift.note", "", None, payload=payload)

    def _log(
        self,
        at: datetime,
        actor: str,
        role: str,
        kind: str,
        entity_id: str,
        changes: dict[str, list[object]] | None,
        version: int = 1,
        payload: dict[str, object] | None = None,
    ) -> None:
        entity = kind.partition(".")[0]
        body = payload or {"changes": changes or {}}
        seq = len(self.events) + 1
        self.events.append(Event(seq, at, actor, role, "meja-1", kind, entity, entity_id, version, body))


def busy_shift(city: City, start: datetime, end: datetime, count: int = 60, seed: int = 7) -> Play:
    """A shift as it may be: reports from before and within, most on their way, some late, some twins, some notes."""
    dice = random.Random(seed)
    play = Play(city)
    arrivals = sorted(start + (end - start) * dice.uniform(-0.6, 0.98) for _ in range(count))
    places = list(KECAMATAN)
    for at in arrivals:
        category, text = dice.choice(COMPLAINTS)
        lon, lat = dice.uniform(106.93, 107.02), dice.uniform(-6.34, -6.19)
        kecamatan, channel = dice.choice(places), dice.choice(list(Channel))
        note = f"Jl. Contoh No. {dice.randrange(1, 99)}"
        play.receive(
            at, category, text=text, lon=lon, lat=lat, kecamatan=kecamatan, channel=channel, place_note=note, demo=True
        )
    for report in list(play.reports.values()):
        _live(play, report, dice, end)
    twins = [r for r in play.reports.values() if r.status is Status.NEW][:4]
    for twin in twins[1:]:
        play.do(twin.id, "mark_duplicate", end - timedelta(minutes=5), duplicate_of=twins[0].id)
    play.note(end - timedelta(minutes=30), "Pompa Rawalumbu dinyalakan pukul 12.40, air mulai surut.")
    play.events.sort(key=lambda event: event.at)
    play.events = [replace(event, seq=place) for place, event in enumerate(play.events, 1)]
    return play


def _live(play: Play, report: Report, dice: random.Random, end: datetime) -> None:
    """Some way along the usual path, with a few that go astray."""
    at = report.received_at
    actor = dice.choice(("sari", "budi", "dewi"))
    for action in HAPPY_PATH[: dice.choice((0, 1, 2, 2, 3, 4, 5, 6, 6, 6))]:
        at += timedelta(minutes=dice.expovariate(1 / 25))
        now = play.reports[report.id]
        if at >= end or action not in {row.key for row in allowed(now, Role.OPERATOR)}:
            return
        if action == "accept" and dice.random() < 0.15:
            play.do(report.id, "refuse", at, actor)
            return
        play.do(report.id, action, at, actor, department=play.city.category(report.category).department)


def with_priority(play: Play, report: str, priority: Priority) -> None:
    """Change a report's priority without a trace in the log."""
    play.reports[report] = replace(play.reports[report], priority=priority)


HOSTILE = (
    "<script>window.pwned = 1</script>",
    '"><img src=x onerror="window.pwned = 1">',
    "</script><script>window.pwned = 1</script>",
    "<!-- <script>",
    "`${window.pwned = 1}`",
    "{{ 'pwn' * 3 }} {% for x in y %} {{ cycler.__init__.__globals__ }}",
    "' onmouseover='window.pwned = 1",
    "javascript:window.pwned=1",
    '=HYPERLINK("http://example.org","klik")',
    "\u202etxt.exe\u2028\x00\ud800 & &amp; &lt;b&gt;",
)


def hostile_shift(city: City, start: datetime) -> Play:
    """A report for each of HOSTILE, which stands in every field that a person can fill, and in notes."""
    play = Play(city)
    for number, text in enumerate(HOSTILE, 1):
        at = start + timedelta(minutes=number)
        report = play.receive(
            at, "accident_injury", text=text, place_note=text, contact_name=text, source_ref=text, kelurahan=text
        )
        play.do(report, "assign", at + timedelta(minutes=1), department="dinkes", reason=text, actor=text)
        play.note(at + timedelta(minutes=2), text, notable=report, actor=text)
        play.note(at + timedelta(minutes=3), text)
    return play
