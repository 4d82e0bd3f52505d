"""``antin-server bundle``: what a unit without a road to the server sends by hand is ordered as if
it had come over the network, and goes back with receipts.

A running server goes on beside it: it writes the journal before anybody is shown a receipt, and a
bundle carries receipts only as far as the journal has them.
"""

from __future__ import annotations

import datetime
from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from core.errors import AntinError, StoreBusy
from core.sync.volumes import LIMIT
from db import sticks
from db.actions import bundles
from db.actions.bundles import Imported
from db.queries import carried
from server import home, mirroring, orders
from server.home import Home, Place
from server.orders import Orders
from server.words import explain, word

Said = tuple[int, list[str]]
"""The exit code, and the lines for whoever asked."""

MEGABYTE: Final = 1_000_000
LACKS, FAILED = 1, 2


def take(place: Place, options: Namespace) -> Said:
    """Order what some volumes bring, each by itself."""
    with home.opened(*place) as opened:
        said = [_take(opened, path) for path in options.file]
        _publish(opened, place)
    return max((code for code, _ in said), default=0), [line for _, lines in said for line in lines]


def _take(opened: Home, path: Path) -> Said:
    try:
        done = bundles.order_in(opened.store, opened.registrar, opened.box, sticks.read(path))
    except AntinError as error:
        return FAILED, [f"{path.name}: {explain(error)}"]
    counts = {name: getattr(done, name) for name in ("new", "known", "held", "refused", "files")}
    lines = [word("bundle_taken", name=path.name, **counts), *_lacking(opened, done)]
    return LACKS if done.missing or done.refused or done.lacking else 0, lines


def _lacking(opened: Home, done: Imported) -> Iterator[str]:
    labels = {each.id: each.label for each in carried.readers(opened.store)}
    for part in done.missing:
        name = labels.get(part.chain[0], part.chain[0])
        yield word("bundle_missing", n=part.size, name=name)
    if done.lacking:
        place, count = done.volume
        left = ", ".join(map(str, done.lacking))
        yield word("bundle_lacking", place=place, count=count, volumes=left)


def export(place: Place, options: Namespace) -> Said:
    """Write what some machines lack, receipts among it; raises NotFound, NotAllowed,
    TooManyReaders, DiskFull, FileUnwritable.
    """
    [path] = options.file
    limit = options.volume * MEGABYTE if options.volume else LIMIT
    with home.opened(*place) as opened:
        _publish(opened, place)
        devices = [carried.named(opened.store, name) for name in options.to or ()]
        if options.to_all:
            devices = [each.id for each in carried.entitled(opened.store)]
        reach = {tip.stream: tip.gseq for tip in orders.last_tips(opened.journal)}
        made = bundles.write_out(opened.store, devices, limit, reach)
        sticks.write(opened.store, made, path)
    names = [each.name for each in sticks.volume_paths(path, len(made.volumes))]
    lines = [word("bundle_written", acts=made.commits, files=made.files), *names]
    if made.left_out:
        lines.append(word("bundle_left_out", n=made.left_out))
    return 0, lines


def written(place: Place, _options: Namespace) -> Said:
    """A line for each bundle and reader: when (UTC), the machine, a mark once it arrived."""
    with home.opened(*place) as opened:
        rows = carried.exports(opened.store)
    lines = ["\t".join((_time(row.time), row.label, "✓" * row.confirmed)) for row in rows]
    return 0 if all(row.confirmed for row in rows) else LACKS, lines


def _time(instant_ms: int) -> str:
    at = datetime.datetime.fromtimestamp(instant_ms / 1000, datetime.UTC)
    return at.isoformat(timespec="minutes")


def _publish(opened: Home, place: Place) -> None:
    """Bring journal and mirror up to the store, unless a running server does."""
    with suppress(StoreBusy), home.alone(*place[:3]):
        Orders(opened)
        for _ in mirroring.batches(opened, mirroring.Care()):
            pass
