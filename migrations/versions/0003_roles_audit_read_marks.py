"""Roles and scope of accounts, the audit log, read marks."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lots") as lots:
        lots.add_column(sa.Column("role", sa.String(20), nullable=False, server_default="lots"))
        for name in ("municipalities", "languages"):
            lots.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        lots.add_column(
            sa.Column("totp_secret", sa.String(64), nullable=False, server_default="")
        )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lots_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("conversation", sa.String(40), nullable=False, server_default=""),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("audit_at", "audit", ["at"])
    op.create_table(
        "read_mark",
        sa.Column("lots_id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.String(40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("lots_id", "conversation"),
    )


def downgrade() -> None:
    op.drop_table("read_mark")
    op.drop_index("audit_at", table_name="audit")
    op.drop_table("audit")
    with op.batch_alter_table("lots") as lots:
        for name in ("totp_secret", "languages", "municipalities", "role"):
            lots.drop_column(name)
