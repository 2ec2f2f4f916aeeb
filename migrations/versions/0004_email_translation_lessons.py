"""E-mail addresses in the outbox, who reads and writes, OIDC subjects, lessons set aside."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("address", existing_type=sa.String(80), type_=sa.String(254))
    with op.batch_alter_table("lots") as lots:
        lots.add_column(
            sa.Column("oidc_subject", sa.String(400), nullable=False, server_default="")
        )
    op.create_table(
        "activity",
        sa.Column("conversation", sa.String(40), nullable=False),
        sa.Column("lots_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reading_at", sa.DateTime(timezone=True)),
        sa.Column("writing_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("conversation", "lots_id"),
    )
    op.create_table(
        "setting_aside",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lots_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def downgrade() -> None:
    op.drop_table("setting_aside")
    op.drop_table("activity")
    with op.batch_alter_table("lots") as lots:
        lots.drop_column("oidc_subject")
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("address", existing_type=sa.String(254), type_=sa.String(80))
