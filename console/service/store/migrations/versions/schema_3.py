"""Users whose password somebody else chose must choose one of their own; services on PostgreSQL tell who is where."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """From schema 2. Who is there already has chosen, or has had the time to."""
    op.add_column("users", sa.Column("must_change", sa.Integer, nullable=False, server_default=sa.text("0")))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE UNLOGGED TABLE presence (service TEXT PRIMARY KEY, at TIMESTAMPTZ NOT NULL, body BYTEA NOT NULL)"
        )
