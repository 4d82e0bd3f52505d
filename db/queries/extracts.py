"""Vouching for an extract of the journal, and checking one that somebody brings."""

from __future__ import annotations

import sqlalchemy as sa

from core.commits.ids import unb64
from core.office import access
from core.office.terms import Act
from core.sync import extract
from core.sync.extract import Extract
from db import facts, models
from db.acting import Store
from db.queries import order
from db.queries.journal import Asked


def vouch(store: Store, content: bytes, lines: int, asked: Asked) -> bytes:
    """The signed file that goes beside a readable extract. Raises what forbids reading the
    journal.
    """
    with store.engine.begin() as connection:
        grants = facts.grants(connection, store.author.person)
        if refusal := access.may_act(grants, Act.READ_JOURNAL, store.unit, store.today()):
            raise refusal
        name = connection.execute(
            sa.select(models.Person.name).where(models.Person.id == store.author.person)
        ).scalar()
        heads = sorted(
            (head.stream, head.epoch, head.gseq, head.chain)
            for head in order.heads(connection).values()
        )
    said = Extract(
        realm=store.realm.provision.realm,
        unit=store.unit,
        device=store.author.device,
        person=store.author.person,
        name=name or "",
        time=store.now(),
        hash=extract.hash_of(content),
        size=len(content),
        lines=lines,
        asked=_pairs(asked),
        heads=tuple(heads),
    )
    return extract.write(said, store.author.sign)


def check(store: Store, data: bytes, content: bytes) -> Extract:
    """What a brought extract says, once it holds. Raises SignatureWrong, ExtractAltered, and what
    reading a file raises.
    """

    def public(device: str) -> bytes | None:
        with store.engine.begin() as connection:
            known, _revoked = facts.certificate(connection, store.realm, device)
        return unb64(known.sign, 32) if known else None

    return extract.read(data, content, public)


def _pairs(asked: Asked) -> tuple[tuple[str, str], ...]:
    given = ((name, str(getattr(asked, name))) for name in Asked.__dataclass_fields__)
    return tuple(sorted((name, value) for name, value in given if value not in {"", "0"}))
