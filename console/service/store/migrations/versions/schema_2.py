"""Reports say in a column of what they are a duplicate; the log gets signed checkpoints."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"
SAID = {
    "sqlite": "json_extract(CAST(body AS TEXT), '$.duplicate_of')",
    "postgresql": "convert_from(body, 'UTF8')::json ->> 'duplicate_of'",
}


def upgrade() -> None:
    """From schema 1. The first stores of that schema had no tables for drafts yet."""
    from console.service.store.schema import DRAFT_CHANGES, DRAFT_COMMENTS, DRAFTS, EDITED

    connection = op.get_bind()
    for table in (DRAFTS, DRAFT_CHANGES, DRAFT_COMMENTS, EDITED):
        table.create(connection, checkfirst=True)
    op.add_column("reports", sa.Column("duplicate_of", sa.Text, nullable=False, server_default=sa.text("''")))
    said = SAID[connection.dialect.name]
    op.execute(f"UPDATE reports SET duplicate_of = coalesce({said}, '') WHERE status = 'duplicate'")  # noqa: S608 - our own
    twin = sa.text("duplicate_of <> ''")
    op.create_index("reports_twins", "reports", ["duplicate_of"], sqlite_where=twin, postgresql_where=twin)
    op.create_table(
        "checkpoints",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("root", sa.LargeBinary, nullable=False),
        sa.Column("peaks", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
