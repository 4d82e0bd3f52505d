"""The vector of docs/formats/backup.md."""

from __future__ import annotations

import json
from hashlib import sha256

from core.commits import canonical
from core.commits.ids import b64
from core.sync import backup, frontier
from core.sync.backup import (
    Body,
    FileEntry,
    Head,
    Inside,
    Pack,
    PageEntry,
    Pages,
    Pieces,
)
from tests.vectors.by_hand import hash64
from tests.vectors.fixed import NOW, STREAM, ident


def of_backup() -> object:
    """A manifest with its sealed part, and a list of two files."""
    key, vault = sha256(b"subkey").digest(), ident("vault")
    entries = [
        FileEntry(sha256(name).digest(), 1000, NOW, sha256(name * 2).digest())
        for name in (b"a", b"b")
    ]
    listed = backup.write_files(entries)
    pages = [PageEntry(1, 0, b"1" * 16), PageEntry(0, 255, b"2" * 16), PageEntry(1, 1, b"3" * 16)]
    table = b"".join(page.raw() for page in pages)
    packs = (Pack(hash64(b"pack 0"), 256), Pack(hash64(b"pack 1"), 2))
    inside = Inside(
        device=ident("clerk"),
        inc=2,
        frontier=frontier.rows({(ident("clerk"), 2, STREAM): 7}),
        heads=(Head(STREAM, 1, 6, hash64(b"state")),),
        header=b64(b"header with names"),
    )
    body = Body(
        vault=vault,
        store=ident("store"),
        generation=3,
        time=NOW,
        header=b64(b"header without names"),
        pages=Pages(3 * 4096, packs, Pieces(len(table), (hash64(table),))),
        files=Pieces(len(listed), (hash64(listed),)),
        inside=backup.seal_inside(inside, key, sha256(b"nonce").digest()[:12], vault, 3),
    )
    return {
        "subkey": key.hex(),
        "table": table.hex(),
        "pages": [[page.pack, page.place, page.digest.hex()] for page in pages],
        "list": listed.hex(),
        "entries": [[e.name.hex(), e.size, e.time, e.digest.hex()] for e in entries],
        "inside": json.loads(canonical.encode(inside)),
        "body": json.loads(canonical.encode(body)),
        "file": backup.write(body, key).hex(),
    }
