"""The first tables of the store.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db import search

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create every table; the search table only where SQLite keeps the store."""
    for create in TABLES:
        create()
    if op.get_bind().dialect.name == "sqlite":
        for statement in search.DDL:
            op.execute(statement)


def _aggregates() -> None:
    op.create_table(
        "aggregates",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("committed", sa.LargeBinary(), nullable=True),
        sa.Column("overlay", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "id"),
    )
    op.create_index("aggregates_by_stream", "aggregates", ["stream"], unique=False)


def _streams() -> None:
    op.create_table(
        "streams",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("epoch", BIG, nullable=False),
        sa.Column("gseq", BIG, nullable=False),
        sa.Column("chain", sa.String(length=43), nullable=False),
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("document", sa.String(length=26), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("document", "op"),
    )
    op.create_index("assignments_by_person", "assignments", ["person"], unique=False)


def _blobs() -> None:
    op.create_table(
        "blobs",
        sa.Column("id", sa.String(length=43), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("frame_log2", BIG, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("chunks", sa.LargeBinary(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("n", BIG, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("duplicate_key", sa.String(), nullable=False),
        sa.Column("document_date", sa.String(), nullable=True),
        sa.Column("register", sa.String(), nullable=True),
        sa.Column("number", BIG, nullable=True),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("dated", sa.String(), nullable=True),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=True),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("lead_person", sa.String(), nullable=True),
        sa.Column("drafter", sa.String(), nullable=False),
        sa.Column("pages", BIG, nullable=False),
        sa.Column("files", BIG, nullable=False),
        sa.Column("directives", BIG, nullable=False),
        sa.Column("conflicts", BIG, nullable=False),
        sa.Column("tentative", sa.Boolean(), nullable=False),
        sa.Column("created", BIG, nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )


def _document_indexes() -> None:
    op.create_index("documents_by_due", "documents", ["due"], unique=False)
    op.create_index("documents_by_duplicate_key", "documents", ["duplicate_key"], unique=False)
    op.create_index("documents_by_kind", "documents", ["kind", "created", "n"], unique=False)
    op.create_index(
        "documents_by_number", "documents", ["register", "number", "suffix"], unique=False
    )
    op.create_index(
        "documents_by_state", "documents", ["kind", "state", "created", "n"], unique=False
    )


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("document", sa.String(length=26), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("place", BIG, nullable=False),
        sa.Column("blob", sa.String(length=43), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("pages", BIG, nullable=False),
        sa.PrimaryKeyConstraint("document", "slot", "op"),
    )
    op.create_index("files_by_blob", "files", ["blob"], unique=False)


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("document", sa.String(length=26), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("document", "op"),
    )
    op.create_index("links_by_target", "links", ["target"], unique=False)


def _mentions() -> None:
    op.create_table(
        "mentions",
        sa.Column("blob", sa.String(length=43), nullable=False),
        sa.Column("stream", sa.String(length=26), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("blob", "stream"),
    )
    op.create_index("mentions_by_stream", "mentions", ["stream", "sent"], unique=False)


def _signatures() -> None:
    op.create_table(
        "signatures",
        sa.Column("document", sa.String(length=26), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("before", sa.String(length=43), nullable=False),
        sa.Column("after", sa.String(length=43), nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.PrimaryKeyConstraint("document", "op"),
    )


def _chains() -> None:
    op.create_table(
        "chains",
        sa.Column("stream", sa.String(length=26), nullable=False),
        sa.Column("device", sa.String(length=26), nullable=False),
        sa.Column("inc", BIG, nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("tip", sa.String(length=43), nullable=False),
        sa.PrimaryKeyConstraint("stream", "device", "inc"),
    )


def _commits() -> None:
    op.create_table(
        "commits",
        sa.Column("n", BIG, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=43), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("inc", BIG, nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("hlc_ms", BIG, nullable=False),
        sa.Column("hlc_n", BIG, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("gseq", BIG, nullable=True),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("stream", "gseq"),
    )
    op.create_index("commits_by_chain", "commits", ["stream", "device", "inc", "seq"], unique=False)
    op.create_index("commits_by_clock", "commits", ["hlc_ms", "hlc_n"], unique=False)
    op.create_index(
        "commits_tentative",
        "commits",
        ["stream"],
        unique=False,
        sqlite_where=sa.text("standing = 'tentative'"),
    )


def _held() -> None:
    op.create_table(
        "held",
        sa.Column("id", sa.String(length=43), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("commit", sa.String(length=43), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("gseq", BIG, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("commit"),
    )
    op.create_index("receipts_by_place", "receipts", ["stream", "gseq"], unique=False)


def _touches() -> None:
    op.create_table(
        "touches",
        sa.Column("commit", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("entity", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["commit"],
            ["commits.n"],
        ),
        sa.PrimaryKeyConstraint("commit", "kind", "entity"),
    )
    op.create_index("touches_by_entity", "touches", ["kind", "entity"], unique=False)
    # ### end Alembic commands ###


def _devices() -> None:
    op.create_table(
        "devices",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _grants() -> None:
    op.create_table(
        "grants",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("start", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("revoked", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", "op"),
    )
    op.create_index("grants_by_person", "grants", ["person"], unique=False)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rank", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _units() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _dossier_items() -> None:
    op.create_table(
        "dossier_items",
        sa.Column("dossier", sa.String(length=26), nullable=False),
        sa.Column("document", sa.String(length=26), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "document", "op"),
    )


def _dossiers() -> None:
    op.create_table(
        "dossiers",
        sa.Column("n", BIG, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("retention", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("keeper", sa.String(), nullable=False),
        sa.Column("documents", BIG, nullable=False),
        sa.Column("tentative", sa.Boolean(), nullable=False),
        sa.Column("created", BIG, nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("inc", BIG, nullable=False),
        sa.Column("first", BIG, nullable=False),
        sa.Column("end", BIG, nullable=False),
        sa.Column("top", BIG, nullable=False),
        sa.Column("start", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _registers() -> None:
    op.create_table(
        "registers",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("year", BIG, nullable=False),
        sa.Column("given", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _local_drafts() -> None:
    op.create_table(
        "local_drafts",
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.PrimaryKeyConstraint("person", "place"),
    )


def _local_exports() -> None:
    op.create_table(
        "local_exports",
        sa.Column("bundle", sa.String(length=26), nullable=False),
        sa.Column("recipient", sa.String(length=26), nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.Column("contains", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("bundle", "recipient"),
    )


def _local_keys() -> None:
    op.create_table(
        "local_keys",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("added", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _local_reads() -> None:
    op.create_table(
        "local_reads",
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("document", sa.String(length=26), nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.PrimaryKeyConstraint("person", "document"),
    )


def _local_values() -> None:
    op.create_table(
        "local_values",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


TABLES = (
    _aggregates,
    _streams,
    _assignments,
    _blobs,
    _documents,
    _document_indexes,
    _files,
    _links,
    _mentions,
    _signatures,
    _chains,
    _commits,
    _held,
    _receipts,
    _touches,
    _devices,
    _grants,
    _people,
    _units,
    _dossier_items,
    _dossiers,
    _leases,
    _registers,
    _local_drafts,
    _local_exports,
    _local_keys,
    _local_reads,
    _local_values,
)
