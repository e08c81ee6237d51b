"""The first schema: stores that have it were made with it at once."""

revision = "1"
down_revision = None


def upgrade() -> None:
    """Nothing to do: there is nothing before it."""
