"""A year's work: what documents were sent and lent, numbers without a document, closed books,
delegations, the year's list of dossiers, what administrators add to calendar and catalogues. The
rows themselves are computed anew afterwards (db/schema.py).

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """New columns and new tables."""
    for table, column in COLUMNS:
        op.add_column(table, column)
    for create in TABLES:
        create()


def _dispatches() -> None:
    op.create_table(
        "dispatches",
        sa.Column("document", sa.String(length=26), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("copies", BIG, nullable=False),
        sa.Column("envelopes", BIG, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("received", sa.String(), nullable=True),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("document", "op"),
    )
    op.create_index("dispatches_by_day", "dispatches", ["day"], unique=False)


def _loans() -> None:
    op.create_table(
        "loans",
        sa.Column("document", sa.String(length=26), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("borrower", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("allowed", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("returned", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("document", "op"),
    )
    op.create_index("loans_by_day", "loans", ["day"], unique=False)


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("year", BIG, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("retention", sa.String(), nullable=False),
        sa.Column("keeper", sa.String(), nullable=True),
        sa.Column("place", BIG, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("plans_by_year", "plans", ["year", "place"], unique=False)


def _spare_numbers() -> None:
    op.create_table(
        "spare_numbers",
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("fate", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("register", "number"),
    )


def _closings() -> None:
    op.create_table(
        "closings",
        sa.Column("register", sa.String(length=26), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("lines", BIG, nullable=False),
        sa.Column("first", BIG, nullable=False),
        sa.Column("last", BIG, nullable=False),
        sa.Column("voids", BIG, nullable=False),
        sa.Column("head", sa.String(length=43), nullable=False),
        sa.Column("blob", sa.String(length=43), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.PrimaryKeyConstraint("register", "op"),
    )


def _delegations() -> None:
    op.create_table(
        "delegations",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("for_whom", sa.String(), nullable=False),
        sa.Column("through", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("start", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("delegations_by_person", "delegations", ["person"], unique=False)


def _calendar_days() -> None:
    op.create_table(
        "calendar_days",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("changed", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("calendar_days_by_date", "calendar_days", ["date"], unique=False)


def _catalogue_entries() -> None:
    op.create_table(
        "catalogue_entries",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("catalogue", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("fields", sa.String(), nullable=False),
        sa.Column("changed", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "catalogue_entries_by_code", "catalogue_entries", ["catalogue", "code"], unique=False
    )


COLUMNS = (
    ("documents", sa.Column("act", sa.String(), nullable=False, server_default="")),
    ("assignments", sa.Column("given", BIG, nullable=False, server_default="0")),
    ("assignments", sa.Column("noted", BIG, nullable=True)),
    ("dossiers", sa.Column("plan", sa.String(), nullable=True)),
    ("dossiers", sa.Column("start", sa.String(), nullable=True)),
    ("dossiers", sa.Column("until", sa.String(), nullable=True)),
    ("dossiers", sa.Column("moved", BIG, nullable=False, server_default="0")),
)
TABLES = (
    _dispatches, _loans, _plans, _spare_numbers, _closings, _delegations, _calendar_days,
    _catalogue_entries,
)  # fmt: skip
