"""A doctor who is not there: where the visits go, and who is to be called."""

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet: its part fills this in."""
