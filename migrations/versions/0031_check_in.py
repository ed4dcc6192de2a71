"""The check-in card, what is to be signed, and walk-ins."""

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet: its part fills this in."""
