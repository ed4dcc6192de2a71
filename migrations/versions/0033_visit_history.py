"""Past visits from files without a slot, day lists, and how many did not come."""

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet: its part fills this in."""
