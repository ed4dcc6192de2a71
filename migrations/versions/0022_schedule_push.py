"""What consoles are told of schedules: the versions of what they watch."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the functions."""
    op.get_bind()
