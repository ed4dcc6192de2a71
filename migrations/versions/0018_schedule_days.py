"""Days of a schedule as they are looked at, and as free slots are made of them."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the functions."""
    op.get_bind()
