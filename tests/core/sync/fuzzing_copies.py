"""What copies bring: a snapshot from the server, the manifest and lists of a backup on a stick."""

from __future__ import annotations

import hmac
from functools import partial
from hashlib import sha256
from typing import Any, Final

from core.commits import canonical, state_hash
from core.commits.ids import b64
from core.commits.signatures import Tag
from core.commits.trust import Certificate
from core.sync import backup, container, snapshot
from core.sync.backup import Body, FileEntry, Inside, Manifest, Pack, Pages, Pieces
from core.sync.container import FileKind
from core.sync.packed import deflate
from core.sync.snapshot import Chunk, Row
from core.wrapping import derive, wrap
from tests.core.commits.samples import DEVICE, REALM, STREAM, digest, ident, key, public
from tests.core.sync.fuzzing_files import signed
from tests.core.sync.fuzzing_tape import Tape
from tests.core.sync.fuzzing_target import Target
from tests.vectors import snapshot as sample

SERVER: Final = Certificate(
    v=1,
    realm=REALM,
    device=ident("server"),
    kind="server",
    label="Máy chủ giả lập",
    sign=b64(public("server")),
    box=digest("box"),
    unit=ident("unit"),
    streams=(STREAM,),
    start=0,
    end=1,
    issuer="root",
    serial=1,
)
KEY: Final = sha256(b"subkey").digest()
COUNT: Final = 4
"""Bytes before a chunk: how many rows its manifest promises."""


# -- a snapshot ------------------------------------------------------------------------------------


def of_manifest(tape: Tape) -> bytes:
    return tape.spoilt(tape.json(signed(tape, Tag.SNAPSHOT, sample.manifest(), key("server").sign)))


def read_manifest(data: bytes) -> snapshot.Manifest:
    return snapshot.read(data, REALM, sample.STREAM, SERVER)


def of_chunk(tape: Tape) -> bytes:
    """Rows of any state, in a frame whose hash the manifest names rightly."""
    lines = tape.some([tape.json([*row.key, row.state]) for row in sample.ROWS])
    return tape.size(len(lines)).to_bytes(COUNT) + tape.zstd(b"\n".join(lines))


def read_chunk(data: bytes) -> list[Row]:
    """The rows, added up as a device does that takes them."""
    count, frame = int.from_bytes(data[:COUNT]), data[COUNT:]
    rows = snapshot.rows(frame, Chunk(snapshot.name(frame), len(frame), count, "lists"))
    snapshot.add(state_hash.of_stream([]), rows)
    return rows


def again_chunk(rows: list[Row]) -> bytes:
    """Spelt anew from the states, so that the bytes taken as a state's are tried as well."""
    lines = [canonical.encode([*row.key, row.state], snapshot.DEPTH) for row in rows]
    return len(lines).to_bytes(COUNT) + deflate(b"\n".join(lines), snapshot.LIMITS)


# -- a backup --------------------------------------------------------------------------------------


def of_backup(tape: Tape) -> bytes:
    """A manifest whose MAC and sum fit what stands in it, spoilt or not, as its seal does."""
    vault, generation = ident("vault"), 3
    body = tape.json(_body(tape, vault, generation))
    mac = b64(hmac.digest(KEY, backup._MAC + body, "sha256")).encode()
    summed = b'{"body":' + body + b',"mac":"' + mac + b'"'
    total = b64(sha256(summed + b"}").digest()).encode()
    file = summed + b',"sum":"' + total + b'"}'
    return tape.spoilt(container.head(FileKind.BACKUP) + tape.spoilt(file))


def _body(tape: Tape, vault: str, generation: int) -> Body:
    made = Inside(device=DEVICE, inc=2, frontier=(), heads=(), header=b64(b"header with names"))
    about = backup._about(vault, generation)
    inner = derive(KEY, backup._INSIDE)
    return Body(
        vault=vault,
        store=ident("store"),
        generation=generation,
        time=1,
        header=b64(b"header without names"),
        pages=Pages(backup.PAGE, (Pack(digest("pack"), 1),), Pieces(1, (digest("table"),))),
        files=Pieces(1, (digest("list"),)),
        inside=b64(wrap(inner, bytes(12), tape.json(made), about)),
    )


def read_backup(data: bytes) -> tuple[Manifest, Inside]:
    manifest = backup.read(data)
    backup.authenticate(manifest, KEY)
    return manifest, backup.open_inside(manifest.body, KEY)


def again_backup(found: tuple[Manifest, Inside]) -> bytes:
    return backup.write(found[0].body, KEY)


PAGES: Final = Pages(2 * backup.PAGE, (Pack(digest("pack"), 2),), Pieces(1, (digest("table"),)))


def of_table(tape: Tape) -> bytes:
    entries = [backup.PageEntry(0, place, bytes(backup.DIGEST)).raw() for place in range(2)]
    return tape.spoilt(b"".join(tape.some(entries)))


def read_table(data: bytes) -> list[Any]:
    backup.check_table(PAGES, data)
    return [backup.page_entry(data, number) for number in range(2)]


def again_table(found: list[Any]) -> bytes:
    return b"".join(each.raw() for each in found)


def of_list(tape: Tape) -> bytes:
    entries = [FileEntry(bytes(32), size, 1, bytes(32)).raw() for size in (0, 1, 2**63)]
    return tape.spoilt(b"".join(tape.some(entries)))


def read_list(data: bytes) -> list[FileEntry]:
    return list(backup.read_files(data))


COPIES: Final = (
    Target("snapshot", of_manifest, read_manifest, partial(snapshot.sign, key=key("server").sign)),
    Target("chunk", of_chunk, read_chunk, again_chunk),
    Target("backup", of_backup, read_backup, again_backup),
    Target("backup table", of_table, read_table, again_table),
    Target("backup list", of_list, read_list, backup.write_files),
)
