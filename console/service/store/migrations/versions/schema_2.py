"""Reports say in a column of what they are a duplicate; the log gets signed checkpoints."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """From schema 1. The first stores of that schema had no tables for drafts yet."""
    from console.service.store.schema import DRAFT_CHANGES, DRAFT_COMMENTS, DRAFTS, EDITED

    connection = op.get_bind()
    for table in (DRAFTS, DRAFT_CHANGES, DRAFT_COMMENTS, EDITED):
        table.create(connection, checkfirst=True)
    op.add_column("reports", sa.Column("duplicate_of", sa.Text, nullable=False, server_default=sa.text("''")))
    op.execute(
        "UPDATE reports SET duplicate_of = coalesce(json_extract(CAST(body AS TEXT), '$.duplicate_of'), '')"
        " WHERE status = 'duplicate'"
    )
    op.create_index("reports_twins", "reports", ["duplicate_of"], sqlite_where=sa.text("duplicate_of <> ''"))
    op.create_table(
        "checkpoints",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("root", sa.LargeBinary, nullable=False),
        sa.Column("peaks", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
