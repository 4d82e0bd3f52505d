"""What is said of bundles: those written and who has them, what one brought that is not whole."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from desktop.widgets.labels import Label
from desktop.wording import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from db.actions.bundles import Imported
    from db.queries.rows import ExportRow

SHOWN: Final = 12
OLD: Final = 7
"""Days after which a bundle that nobody confirmed is a matter for concern."""
_DAY: Final = 86_400_000


def written_lines(exports: Sequence[ExportRow], now: int) -> Iterator[Label]:
    """How many bundles wait for an answer, then the newest, each with its age in days."""
    if not exports:
        yield Label("sync.exports.none", "hint")
    ages = [_age(row, now) for row in exports if not row.confirmed]
    if ages:
        tone = "warn" if max(ages) >= OLD else "text2"
        yield Label("sync.exports.unconfirmed", "body", tone, n=len(ages))
    for row in exports[:SHOWN]:
        yield _line(row, _age(row, now))


def _age(row: ExportRow, now: int) -> int:
    return max(now - row.time, 0) // _DAY


def _line(row: ExportRow, age: int) -> Label:
    if row.confirmed:
        key, tone = "sync.exports.confirmed", "ok"
    else:
        key = "sync.exports.aged" if age else "sync.exports.waiting"
        tone = "warn" if age >= OLD else "text2"
    return Label(key, "body", tone, at=moment(row.time), name=row.label, n=age)


def lacking_lines(done: Imported, labels: Mapping[str, str]) -> Iterator[Label]:
    """The volumes that lack of a bundle, and the acts by machine that what came builds on."""
    if done.lacking:
        yield Label(
            "sync.imported.lacking",
            "body",
            "warn",
            wrap=True,
            name=labels.get(done.sender, done.sender),
            volumes=", ".join(map(str, done.lacking)),
            place=done.volume[0],
            count=done.volume[1],
            made=moment(done.made),
        )
    missing: Counter[str] = Counter()
    for part in done.missing:
        missing[part.chain[0]] += part.size
    for device, n in missing.items():
        name = labels.get(device, device)
        yield Label("sync.imported.builds", "body", "warn", wrap=True, n=n, name=name)
