"""Makes the vector of the snapshot: ``python -m tests.vectors.snapshot`` wrote it, once."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from core.commits import state_hash
from core.commits.ids import b64
from core.sync import snapshot
from core.sync.snapshot import Manifest, row
from tests.core.commits.samples import REALM, ident, key, public

PATH = Path(__file__).parent / "snapshot.json"
STREAM = ident("unit")
ROWS = [
    row(("register", ident("register")), {"created": {"time": 1}, "year": 2026}),
    row(("document", ident("new")), {"created": {"time": 3}, "step": {"name": "registered"}}),
    row(("dossier", ident("open")), {"created": {"time": 2}}),
    row(("document", ident("old")), {"created": {"time": 1}, "step": {"name": "done"}}),
]


def manifest() -> Manifest:
    """Of a stream of four aggregates at its ninth commit."""
    return Manifest(
        realm=REALM,
        stream=STREAM,
        epoch=1,
        gseq=9,
        chain=b64(sha256(b"chain").digest()),
        state=b64(state_hash.of_stream(each[:2] for each in ROWS)),
        reducer=1,
        chunks=tuple(chunk for chunk, _ in snapshot.chunks(ROWS)),
    )


def made() -> bytes:
    """The manifest as it travels."""
    return snapshot.sign(manifest(), key("server").sign)


def main() -> None:
    """Write the file."""
    chunks = [data.hex() for _, data in snapshot.chunks(ROWS)]
    found = {"public": public("server").hex(), "manifest": made().hex(), "chunks": chunks}
    PATH.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
