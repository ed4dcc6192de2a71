"""Changing hours, exceptions, practitioners, types and rooms, and what that would affect."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the functions."""
    op.get_bind()
