"""The words of the shift report in both languages: one table, since a document's language may differ from the screen's.

They are no widgets' strings, so Qt Linguist does not hold them: the report is also made where no window is open.
Fields in braces are filled by `say`. What a city calls its departments is a word of its profile: `{department}`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

LANGUAGES = ("id", "en")

WORDS: dict[str, Mapping[str, str]] = {
    # The document
    "title": {"id": "Laporan regu", "en": "Shift report"},
    "room": {"id": "Patriot Operation Center", "en": "Patriot Operation Center"},
    "demo": {"id": "CONTOH · bukan data nyata", "en": "DEMO · not real data"},
    "shift.morning": {"id": "Regu pagi", "en": "Morning shift"},
    "shift.afternoon": {"id": "Regu siang", "en": "Afternoon shift"},
    "shift.night": {"id": "Regu malam", "en": "Night shift"},
    "shift.span": {"id": "Rentang waktu", "en": "Time span"},
    "file.stem": {"id": "laporan-regu", "en": "shift-report"},
    "file.morning": {"id": "pagi", "en": "morning"},
    "file.afternoon": {"id": "siang", "en": "afternoon"},
    "file.night": {"id": "malam", "en": "night"},
    "file.span": {"id": "rentang", "en": "span"},
    "file.figures": {"id": "angka", "en": "figures"},
    "made": {"id": "Dibuat {day}, {clock}", "en": "Made {day}, {clock}"},
    "running": {
        "id": "Regu masih berjalan: angka sampai pukul {clock}.",
        "en": "The shift still runs: figures up to {clock}.",
    },
    "zone": {"id": "Semua waktu dalam WIB.", "en": "All times in WIB (UTC+7)."},
    "page": {"id": "Halaman {page} dari {pages}", "en": "Page {page} of {pages}"},
    "privacy": {
        "id": "Nama dan nomor telepon pelapor tidak dimuat.",
        "en": "Names and telephone numbers of reporters are left out.",
    },
    "holidays": {
        "id": "Hari libur {year} belum didaftar: tenggat hari kerja menghitungnya sebagai hari kerja.",
        "en": "The holidays of {year} are not listed: deadlines in working days count them as worked.",
    },
    "sign.handed": {"id": "Diserahkan oleh", "en": "Handed over by"},
    "sign.taken": {"id": "Diterima oleh", "en": "Taken over by"},
    "sign.known": {"id": "Mengetahui", "en": "Acknowledged by"},
    "sign.lead": {"id": "Kepala regu", "en": "Shift lead"},
    "sign.next": {"id": "Kepala regu berikutnya", "en": "Next shift lead"},
    "sign.head": {"id": "Penanggung jawab POC", "en": "Head of the POC"},
    "lead": {
        "id": "{received} laporan masuk; {assigned} didisposisi dan {resolved} selesai selama regu ini.",
        "en": "{received} reports came in; {assigned} were assigned and {resolved} solved during this shift.",
    },
    "lead.most": {
        "id": "Terbanyak: {category}; wilayah terbanyak: {area}.",
        "en": "Most frequent: {category}; busiest area: {area}.",
    },
    "lead.late": {"id": "{late} laporan lewat tenggat.", "en": "{late} are past their deadline."},
    "lead.none_late": {"id": "Tidak ada yang lewat tenggat.", "en": "None is past its deadline."},
    "due_at": {"id": "tenggat {when}", "en": "due {when}"},
    "late_by": {"id": "terlambat {span}", "en": "{span} late"},
    # Headings
    "head.summary": {"id": "Ringkasan", "en": "Summary"},
    "head.notable": {"id": "Kejadian menonjol", "en": "Notable incidents"},
    "head.map": {"id": "Peta laporan", "en": "Map of the reports"},
    "features": {"id": "{count} objek", "en": "{count} features"},
    "head.legend": {"id": "Arti warna", "en": "What the colours mean"},
    "head.hours": {"id": "Laporan per jam", "en": "Reports by the hour"},
    "head.stages": {"id": "Lama tiap tahap", "en": "Time taken by each stage"},
    "head.departments": {"id": "Menurut {department}", "en": "By {department}"},
    "head.categories": {"id": "Menurut kategori", "en": "By category"},
    "head.areas": {"id": "Menurut kecamatan", "en": "By kecamatan"},
    "head.pillars": {"id": "Menurut pilar kota cerdas", "en": "By smart city pillar"},
    "head.channels": {"id": "Menurut saluran", "en": "By channel"},
    "head.open": {"id": "Yang belum selesai", "en": "What is still open"},
    "head.states": {"id": "Terbuka menurut status", "en": "Open by state"},
    "head.oldest": {"id": "Terlama terbuka", "en": "Open the longest"},
    "head.operators": {"id": "Pekerjaan operator", "en": "Work of the operators"},
    "head.notes": {"id": "Catatan serah terima", "en": "Handover notes"},
    "head.signature": {"id": "Serah terima", "en": "Handover"},
    # Figures
    "received": {"id": "Masuk", "en": "In"},
    "triaged": {"id": "Ditriase", "en": "Triaged"},
    "assigned": {"id": "Disposisi", "en": "Assigned"},
    "answered": {"id": "Dijawab", "en": "Answered"},
    "accepted": {"id": "Diterima", "en": "Accepted"},
    "refused": {"id": "Ditolak", "en": "Refused"},
    "claimed": {"id": "Dilaporkan selesai", "en": "Reported done"},
    "resolved": {"id": "Selesai", "en": "Solved"},
    "rejected": {"id": "Diarsipkan", "en": "Archived"},
    "duplicates": {"id": "Kembar", "en": "Duplicates"},
    "reopened": {"id": "Dibuka lagi", "en": "Reopened"},
    "open": {"id": "Terbuka", "en": "Open"},
    "open_now": {"id": "Masih terbuka", "en": "Still open"},
    "late": {"id": "Lewat tenggat", "en": "Late"},
    "late_now": {"id": "Lewat tenggat sekarang", "en": "Late now"},
    "late_within": {"id": "Pernah lewat tenggat", "en": "Late at some time"},
    "on_time_rate": {"id": "Tepat waktu", "en": "On time"},
    "on_time_rule": {
        "id": "Tepat waktu: yang masih terbuka dan lewat tenggat dihitung terlambat ({on_time} dari {judged}).",
        "en": "On time: what is still open and late counts as late ({on_time} of {judged}).",
    },
    "on_time_none": {
        "id": "Tepat waktu: tidak ada yang selesai dan tidak ada yang lewat tenggat.",
        "en": "On time: nothing was solved and nothing is late.",
    },
    "slow": {"id": "Lambat menjawab", "en": "Slow to answer"},
    "slow_rule": {
        "id": "Lambat menjawab: disposisi yang tidak diakui sampai tenggatnya.",
        "en": "Slow to answer: assignments that were not acknowledged by their deadline.",
    },
    # Stages
    "stage": {"id": "Tahap", "en": "Stage"},
    "stage.triage": {"id": "Masuk → ditriase", "en": "In → triaged"},
    "stage.acknowledge": {"id": "Disposisi → diterima", "en": "Assigned → accepted"},
    "stage.work": {"id": "Diterima → dilaporkan selesai", "en": "Accepted → reported done"},
    "stage.confirm": {"id": "Dilaporkan selesai → selesai", "en": "Reported done → solved"},
    "stage.count": {"id": "Jumlah", "en": "Count"},
    "stage.median": {"id": "Median", "en": "Median"},
    "stage.p90": {"id": "90% dalam", "en": "90% within"},
    "stage_rule": {
        "id": "Median dan persentil ke-90 menurut peringkat terdekat; waktu menunggu tidak dikurangkan.",
        "en": "Median and 90th percentile by nearest rank; waiting times are not taken off.",
    },
    # Columns
    "number": {"id": "Nomor", "en": "Number"},
    "time": {"id": "Waktu", "en": "Time"},
    "received_at": {"id": "Diterima", "en": "Received"},
    "reported_at": {"id": "Kejadian", "en": "Happened"},
    "category": {"id": "Kategori", "en": "Category"},
    "status": {"id": "Status", "en": "State"},
    "priority": {"id": "Prioritas", "en": "Priority"},
    "channel": {"id": "Saluran", "en": "Channel"},
    "pillar": {"id": "Pilar", "en": "Pillar"},
    "kecamatan": {"id": "Kecamatan", "en": "Kecamatan"},
    "kelurahan": {"id": "Kelurahan", "en": "Kelurahan"},
    "place": {"id": "Tempat", "en": "Place"},
    "text": {"id": "Laporan", "en": "Report"},
    "report": {"id": "Laporan", "en": "Report"},
    "why": {"id": "Sebab", "en": "Why"},
    "age": {"id": "Umur", "en": "Age"},
    "deadline": {"id": "Tenggat", "en": "Deadline"},
    "operator": {"id": "Operator", "en": "Operator"},
    "answers": {"id": "Jawaban dicatat", "en": "Answers entered"},
    "closed": {"id": "Ditutup", "en": "Closed"},
    "notes": {"id": "Catatan", "en": "Notes"},
    "moves": {"id": "Seluruhnya", "en": "All"},
    "longitude": {"id": "Bujur", "en": "Longitude"},
    "latitude": {"id": "Lintang", "en": "Latitude"},
    "assigned_at": {"id": "Waktu disposisi", "en": "Assigned at"},
    "duplicate_of": {"id": "Kembar dari", "en": "Duplicate of"},
    "is_late": {"id": "Lewat tenggat", "en": "Late"},
    "updated_at": {"id": "Diubah", "en": "Changed"},
    "yes": {"id": "ya", "en": "yes"},
    "no": {"id": "tidak", "en": "no"},
    "section": {"id": "Bagian", "en": "Section"},
    "row": {"id": "Baris", "en": "Row"},
    "figure": {"id": "Angka", "en": "Figure"},
    "value": {"id": "Nilai", "en": "Value"},
    "minutes": {"id": "menit", "en": "minutes"},
    "by_reader": {"id": "{when}, {who}", "en": "{when}, {who}"},
    # Reasons of notable incidents
    "reason.emergency": {"id": "Darurat", "en": "Emergency"},
    "reason.late_high": {"id": "Penting dan lewat tenggat", "en": "Pressing and late"},
    "reason.reopened": {"id": "Dibuka lagi", "en": "Reopened"},
    "reason.twins": {"id": "{count} laporan kembar", "en": "{count} duplicates"},
    "reason.noted": {"id": "Ditandai regu", "en": "Marked by the shift"},
    # States, priorities, channels
    "status.new": {"id": "Baru", "en": "New"},
    "status.verified": {"id": "Terverifikasi", "en": "Verified"},
    "status.assigned": {"id": "Disposisi", "en": "Assigned"},
    "status.refused": {"id": "Bukan wewenang", "en": "Refused"},
    "status.accepted": {"id": "Diterima", "en": "Accepted"},
    "status.in_progress": {"id": "Dikerjakan", "en": "In progress"},
    "status.done_claimed": {"id": "Menunggu verifikasi", "en": "Waiting for the check"},
    "status.resolved": {"id": "Selesai", "en": "Solved"},
    "status.reopened": {"id": "Belum beres", "en": "Reopened"},
    "status.waiting_citizen": {"id": "Menunggu warga", "en": "Waiting for the citizen"},
    "status.on_hold": {"id": "Ditunda", "en": "On hold"},
    "status.rejected": {"id": "Diarsipkan", "en": "Archived"},
    "status.duplicate": {"id": "Kembar", "en": "Duplicate"},
    "priority.low": {"id": "Rendah", "en": "Low"},
    "priority.normal": {"id": "Biasa", "en": "Normal"},
    "priority.high": {"id": "Tinggi", "en": "High"},
    "priority.emergency": {"id": "Darurat", "en": "Emergency"},
    "channel.sorot": {"id": "Sorot", "en": "Sorot"},
    "channel.call112": {"id": "Panggilan 112", "en": "Call 112"},
    "channel.social": {"id": "Media sosial", "en": "Social media"},
    "channel.open311": {"id": "Open311", "en": "Open311"},
    "channel.feed": {"id": "Umpan data", "en": "Feed"},
    "channel.agent": {"id": "Agen TIK", "en": "ICT agent"},
    "channel.walk_in": {"id": "Datang langsung", "en": "Walk-in"},
    "channel.import": {"id": "Impor berkas", "en": "File import"},
    # What the colours of the map mean: a key for each colour that layers/style.py gives an incident
    "symbol.map.incident_emergency": {"id": "Darurat, menunggu", "en": "Emergency, waiting"},
    "symbol.map.incident_high": {"id": "Penting, menunggu", "en": "High priority, waiting"},
    "symbol.map.incident": {"id": "Menunggu di POC", "en": "Waiting at the desk"},
    "symbol.map.incident_work": {"id": "Dikerjakan {department}", "en": "{department} at work"},
    "symbol.map.incident_closed": {"id": "Sudah ditutup", "en": "Closed"},
    "symbol.late": {"id": "Lewat tenggat (bertepi merah)", "en": "Late (red ring)"},
    # Empty states
    "unknown": {"id": "Tidak dikenal", "en": "Unknown"},
    "no_place": {"id": "Tanpa lokasi", "en": "No place"},
    "outside": {"id": "Di luar kota", "en": "Outside the city"},
    "nothing": {"id": "Tidak ada.", "en": "None."},
    "none.notable": {"id": "Tidak ada kejadian menonjol.", "en": "No notable incidents."},
    "none.open": {"id": "Tidak ada laporan terbuka.", "en": "No report is open."},
    "none.notes": {"id": "Tidak ada catatan.", "en": "No notes."},
    "none.received": {"id": "Tidak ada laporan masuk pada regu ini.", "en": "No report came in during this shift."},
    "more": {
        "id": "… dan {count} lagi; semuanya ada di berkas CSV.",
        "en": "… and {count} more; the CSV file has them all.",
    },
    "more.plain": {"id": "… dan {count} lagi.", "en": "… and {count} more."},
    "no_script": {
        "id": "Peta ini memerlukan JavaScript. Tabel di bawah memuat angka yang sama.",
        "en": "This map needs JavaScript. The tables below hold the same figures.",
    },
    "map.none": {"id": "{count} laporan tanpa titik di peta.", "en": "{count} reports have no point on the map."},
    "map.schematic": {"id": "Peta skematik, bukan untuk navigasi.", "en": "Schematic map, not for navigation."},
    "map.aria": {"id": "Peta kota dengan titik laporan", "en": "Map of the city with the reports"},
}


def say(key: str, language: str, **values: object) -> str:
    """The words of a key in a language, fields filled in. Raises KeyError for an unknown key or language."""
    text = WORDS[key][language]
    return text.format(**values) if values else text


def plain(text: str, limit: int | None = None) -> str:
    """Somebody's words on one line, without control or direction marks (they could turn what follows)."""
    kept = "".join(" " if unicodedata.category(mark) in ("Cc", "Cf", "Zl", "Zp", "Cs") else mark for mark in text)
    line = " ".join(kept.split())
    return line if limit is None or len(line) <= limit else line[: limit - 1].rstrip() + "…"
