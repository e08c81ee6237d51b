"""The tables of the store, once for every database; the text search and the place index of SQLite beside them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import REAL, BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

METADATA = MetaData()
Big = BigInteger().with_variant(Integer(), "sqlite")  # STRICT tables know INTEGER only
Real: Any = REAL().with_variant(postgresql.DOUBLE_PRECISION(), "postgresql")  # eight bytes in both
_TWIN = text("duplicate_of <> ''")
STRICT: dict[str, Any] = {"sqlite_strict": True}


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> Column[int]:
    """Microseconds since 1970, UTC."""
    return Column(name, Big, nullable=nullable)


EVENTS = Table(
    "events",
    METADATA,
    Column("seq", Big, primary_key=True, autoincrement=False),
    _moment("at"),
    _text("actor"),
    _text("kind"),
    _text("entity"),
    _text("entity_id"),
    Column("entity_version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # what the hash covers; the columns only repeat it
    Column("prev", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("events_of", "entity", "entity_id", "seq"),
    Index("events_at", "at"),
    Index("events_kind", "kind", "seq"),
    **STRICT,
)
REPORTS = Table(
    "reports",
    METADATA,
    Column("n", Big, primary_key=True, autoincrement=False),  # the number that people say
    Column("id", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    _text("status"),
    _text("category"),
    _text("channel"),
    _text("department"),
    _text("kelurahan"),
    _text("kecamatan"),
    Column("open", Integer, nullable=False),
    _moment("received_at"),
    _moment("updated_at"),
    Column("lon", Real),
    Column("lat", Real),
    Column("duplicate_of", Text, nullable=False, server_default=text("''")),
    Column("body", LargeBinary, nullable=False),  # the report as JSON, without what is personal
    Index("reports_open", "open", "n"),
    Index("reports_closed", "open", "updated_at"),
    Index("reports_status", "status", "n"),
    Index("reports_department", "department", "n"),
    Index("reports_twins", "duplicate_of", sqlite_where=_TWIN, postgresql_where=_TWIN),
    **STRICT,
)
PERSONAL = Table(  # apart, so that the law's erasure needs no change of the log
    "personal",
    METADATA,
    Column("report_id", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    _text("text"),
    _text("contact_name"),
    _text("contact_phone"),
    _text("phone_key"),  # digits only, +62 as 0: what two spellings of one number share
    Index("personal_phone", "phone_key"),
    **STRICT,
)
IDEMPOTENCY = Table(
    "idempotency",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    _text("entity_id"),
    Column("seq", Big, nullable=False),
    **STRICT,
)
FEATURES = Table(
    "features",
    METADATA,
    Column("layer", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("layer_version", Big, nullable=False),
    _text("source"),
    _moment("valid_until", nullable=True),
    Column("removed", Integer, nullable=False),
    Column("geojson", LargeBinary, nullable=False),
    Index("features_changed", "layer", "layer_version"),
    Index("features_until", "valid_until"),
    **STRICT,
)
LAYERS = Table(
    "layers",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("version", Big, nullable=False),
    _moment("heard_at", nullable=True),
    **STRICT,
)
FEEDS = Table(
    "feeds",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    **STRICT,
)
USERS = Table(
    "users",
    METADATA,
    Column("name", Text, primary_key=True),
    _text("title"),
    _text("role"),
    _text("department"),
    _text("password"),  # an argon2 hash
    Column("must_change", Integer, nullable=False, server_default=text("0")),  # somebody else chose the password
    **STRICT,
)
TOKENS = Table(
    "tokens",
    METADATA,
    Column("digest", LargeBinary, primary_key=True),  # SHA-256 of the token; the token itself is nowhere
    _text("name"),
    _moment("made_at"),
    _moment("expires_at"),
    **STRICT,
)
PHOTOS = Table(
    "photos",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    _text("uploaded_by"),
    _moment("uploaded_at"),
    _moment("taken_at", nullable=True),
    Column("lon", Real),
    Column("lat", Real),
    **STRICT,
)
DRAFTS = Table(
    "drafts",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("layer"),
    _text("author"),
    _text("state"),
    _moment("publish_at", nullable=True),
    _moment("updated_at"),
    Column("body", LargeBinary, nullable=False),
    Index("drafts_state", "state", "updated_at"),
    **STRICT,
)
DRAFT_CHANGES = Table(
    "draft_changes",
    METADATA,
    Column("draft", Text, primary_key=True),
    Column("feature", Text, primary_key=True),
    Column("n", Big, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("base", LargeBinary, nullable=False),  # what was edited; read only where somebody else edited as well
    **STRICT,
)
DRAFT_COMMENTS = Table(
    "draft_comments",
    METADATA,
    Column("key", Text, primary_key=True),
    _text("draft"),
    Column("n", Big, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("draft_comments_of", "draft", "n"),
    **STRICT,
)
EDITED = Table(  # features of feeds that people edited: what the feed last said
    "edited",
    METADATA,
    Column("layer", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    _text("source"),
    Column("said", LargeBinary, nullable=False),
    Column("removed", Integer, nullable=False),
    **STRICT,
)
CHECKPOINTS = Table(  # signed tree heads of the log (RFC 6962)
    "checkpoints",
    METADATA,
    Column("seq", Big, primary_key=True, autoincrement=False),
    _text("at"),
    Column("root", LargeBinary, nullable=False),
    Column("peaks", LargeBinary, nullable=False),  # the roots of its whole subtrees: where the next one goes on
    Column("signature", LargeBinary, nullable=False),
    Column("key", LargeBinary, nullable=False),  # the public key
    **STRICT,
)
META = Table("meta", METADATA, Column("key", Text, primary_key=True), _text("value"), **STRICT)

SQLITE_ONLY = (
    # Contentless: the words can be found, and the text itself stands once only.
    "CREATE VIRTUAL TABLE report_words USING fts5(text, place, number, content='', contentless_delete=1,"
    " prefix='2 3', tokenize='unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE report_places USING rtree(n, west, east, south, north)",
)


def sqlite_statements(schema: MetaData = METADATA) -> list[str]:
    """Everything that makes an empty SQLite database the present schema, or another one, in order."""
    dialect = sqlite.dialect()
    tables = schema.sorted_tables
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in tables]
    indexes = sorted((index for table in tables for index in table.indexes), key=lambda index: str(index.name))
    return [*made, *(str(CreateIndex(index).compile(dialect=dialect)) for index in indexes), *SQLITE_ONLY]


def postgres_statements() -> list[str]:
    """The same for an empty PostgreSQL; its text search and place index stand in postgres.py."""
    dialect: Any = postgresql.dialect()  # type: ignore[no-untyped-call]
    tables = METADATA.sorted_tables
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in tables]
    indexes = sorted((index for table in tables for index in table.indexes), key=lambda index: str(index.name))
    return [*made, *(str(CreateIndex(index).compile(dialect=dialect)) for index in indexes)]
