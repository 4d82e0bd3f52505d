"""Books (sổ) of a year: opening one, also in the middle of the year, and closing it for a month or
a year with a signed sheet (NĐ 30/2020 Đ.14–16, 22, PL IV).
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from core.errors import BookChanged, BookNamed, BookUnfit
from core.office import access, closing
from core.office.terms import Act
from db import facts, models, visible
from db.acting import Acting, Done, Store, acting
from db.actions.files import NewFile, keep, seal
from db.queries.numbers import Figures, busy, field, figures_in, periods

SHEET = "closing"
YEARS = range(2000, 2200)


def open_register(
    store: Store,
    kind: str,
    name: str,
    symbol: str,
    year: int,
    types: Sequence[str] = (),
    first: int = 1,
) -> Done:
    """Open a book of a year: ``kind`` is incoming, outgoing or copies.

    A special book takes documents of some ``types`` only. One that was kept on paper before begins
    at ``first``: the server leases no number below it. Raises NotAllowed, BookUnfit, BookNamed.
    """
    name = " ".join(name.split())
    if not name or year not in YEARS or first < 1:
        raise BookUnfit
    fields = {"name": name, "symbol": symbol, "year": year, "unit": store.unit}
    special = {"types": sorted(types)} if types else {}
    begins = {"first": first} if first > 1 else {}
    with acting(store) as act:
        _require_open(act)
        _refuse_twice(act, kind, name, year)
        register = store.new_id()
        act.add("register.open", register, kind=kind, fields=fields | special | begins)
        return Done(act.append(), register)


def _require_open(act: Acting) -> None:
    """Raise NotAllowed where, once the unit has administrators, no role of the person allows it."""
    known = facts.administrators(act.connection).values()
    if access.administered(known, act.store.today()):
        act.require(Act.OPEN_REGISTER)


def _refuse_twice(act: Acting, kind: str, name: str, year: int) -> None:
    table = models.Register
    same = (table.kind == kind) & (table.name == name) & (table.year == year)
    seen = visible.books(act.connection, act.store.viewer)  # a hidden one is not told of
    if act.connection.execute(sa.select(table.id).where(same, *seen)).first() is not None:
        raise BookNamed


def close(store: Store, book: str, shown: Figures, sheet: NewFile | None = None) -> Done:
    """Close a book for the period of ``shown``: what the person saw, and what the signed ``sheet``
    says, is what stands in the book; what other machines hold of it is named. No number of the
    period is given afterwards.

    Raises NotAllowed, BookChanged where anything was written since, and what
    :func:`core.office.closing.check` raises; nothing is changed then.
    """
    sealed = seal(store, sheet) if sheet else None
    with acting(store) as act:
        act.require(Act.CLOSE_REGISTER)
        state = act.state("register", book)
        year = int(field(state, "year", 0))
        kept = len(state.get("reserved", ()))
        months = busy(act.connection, book, year)
        stands = figures_in(act.connection, act.store, book, shown.period)
        done, today = periods(state), store.today()
        closing.check(shown.period, year, done, months, kept, today, stands.out)
        if stands != shown:
            raise BookChanged
        if sealed:
            keep(act, sealed)
        act.add(
            "register.close",
            book,
            period=shown.period,
            lines=shown.lines,
            first=shown.first,
            last=shown.last,
            voids=shown.voids,
            head=shown.head,
            file=sealed.body(SHEET, "attachment", 0) if sealed else None,
            out=tuple(
                {"device": one.device, "first": one.first, "last": one.last} for one in shown.out
            ),
            by=act.by(),
        )
        return Done(act.append(), book)
