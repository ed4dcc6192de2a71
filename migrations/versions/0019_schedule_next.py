"""The finder: the earliest free times over many practitioners, clinics and days."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the functions."""
    op.get_bind()
