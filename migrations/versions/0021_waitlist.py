"""The waitlist: who waits, and to whom a freed slot is proposed."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the functions."""
    op.get_bind()
