"""Bulk work at the front desk: one operation on many visits, in one statement each (part 6)."""

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet: its part fills this in."""
