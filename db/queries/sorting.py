"""The order of a list: by a column, rising or falling, texts in Vietnamese alphabetical order."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa

from core.office.collation import key, keys, name_key
from core.office.terms import Kind, State, Urgency
from db import models

D = models.Document
By = Literal[
    "arrived", "number", "dated", "document_date", "code", "subject", "issuer", "lead", "type",
    "urgency", "due", "pages", "state",
]  # fmt: skip


class Order(msgspec.Struct, frozen=True, omit_defaults=True):
    """By what a list is ordered, falling or rising; what has no value there comes last, what is
    equal with the newest first.
    """

    by: By = "arrived"
    down: bool = True


NEWEST: Final = Order()
BY_DUE: Final = Order("due", False)


def in_order(
    connection: sa.Connection,
    where: Sequence[sa.ColumnElement[bool]],
    order: Order,
    names: Mapping[str, str],
) -> array[int]:
    """The row numbers of the documents for which all conditions hold; ``names`` are the words of
    the types, by which these are ordered.
    """
    if order.by in _TEXTS:
        found = connection.execute(
            sa.select(D.n, _TEXTS[order.by]).where(*where).order_by(*_NEWEST_FIRST)
        )
        return array("q", _by_text([(row[0], row[1]) for row in found], order, _key(order, names)))
    columns = _COLUMNS[order.by]
    falling = [column.desc() if order.down else column for column in columns]
    query = sa.select(D.n).where(*where)
    if order.by != "arrived":
        query = query.order_by(columns[0].is_(None))
    return array("q", connection.execute(query.order_by(*falling, *_NEWEST_FIRST)).scalars())


def _by_text(
    rows: Sequence[tuple[int, str | None]], order: Order, key_of: Callable[[str], Any]
) -> list[int]:
    texts = [(number, text) for number, text in rows if text]
    keyed = {text: key_of(text) for text in {text for _, text in texts}}
    # a falling order keeps the newest first among equals: sorting is stable both ways
    texts.sort(key=lambda row: keyed[row[1]], reverse=order.down)
    return [number for number, _ in texts] + [number for number, text in rows if not text]


def _key(order: Order, names: Mapping[str, str]) -> Callable[[str], Any]:
    """People stand by their given names, types by their words."""
    others: dict[str, Callable[[str], Any]] = {
        "lead": name_key,
        "type": lambda code: key(names.get(code, code)),
    }
    return others.get(order.by) or keys()


def _ranked(column: Any, values: Sequence[str]) -> sa.ColumnElement[int]:
    """The place of a value in its table; one that no table knows comes first."""
    return sa.case({value: place for place, value in enumerate(values)}, value=column, else_=-1)


def _printed() -> sa.ColumnElement[str]:
    """The code of a letter to us as it came, of ours as it is printed."""
    number = sa.cast(D.number, sa.String) + D.suffix + "/" + D.symbol
    return sa.case((D.kind == Kind.INCOMING.value, D.code), else_=number)


_NEWEST_FIRST: Final = (D.created.desc(), D.n.desc())
_YEAR: Final = sa.case((D.number.is_not(None), sa.func.substr(D.dated, 1, 4)))
_TEXTS: Final[dict[str, Any]] = {
    "code": _printed(),
    "subject": D.subject,
    "issuer": D.issuer,
    "lead": D.lead,
    "type": D.type,
}
_COLUMNS: Final[dict[str, tuple[Any, ...]]] = {
    "arrived": (D.created, D.n),
    "number": (_YEAR, D.number, D.suffix),
    "dated": (D.dated, D.number, D.suffix),
    "document_date": (D.document_date,),
    "urgency": (_ranked(D.urgency, list(Urgency)),),
    "due": (D.due,),
    "pages": (D.pages,),
    "state": (_ranked(D.state, list(State)),),
}
