"""A clerk and an officer who share a vault, and how tests look into it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from core.commits import canonical
from core.commits.ids import b64, text_id
from db.keys import vault_header
from db.vault import COPIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from db.open_vault import OpenVault

CLERK, OFFICER, STRANGER, SERVER = (text_id(bytes([n]) * 16) for n in (1, 2, 3, 4))
CLERKS, OFFICERS, FRESH = "ngựa pin kẹp đúng", "bốn từ khác hẳn", "xoong rỉ đội mưa"
RECOVERY, KEY, TOKEN = (bytes([n]) * 32 for n in (9, 10, 11))
NOW = 1_790_000_000_000


def key_of(key: bytes) -> Callable[[Mapping[str, object]], bytes]:
    """A token that knows its key."""
    return lambda _: key


def reads(opened: OpenVault) -> bool:
    """Whether what was unlocked reads the database."""
    connection = opened.connect()
    try:
        return connection.execute("SELECT a FROM t").fetchall() == [("kept",)]
    finally:
        connection.close()


def generation(folder: Path, copy: str) -> int:
    """The generation of one copy of the header."""
    return int(json.loads((folder / copy).read_bytes())["body"]["generation"])


def rewrite(folder: Path, body: dict) -> None:
    """Put another body into both copies, with a right checksum but without the key."""
    header = vault_header.Header(**{**body, "people": (), "recovery": None})
    mac = b64(bytes(32))
    data = json.loads(vault_header.write(header, bytes(32)))
    data.update(body=body, mac=mac, sum="")
    data["sum"] = b64(sha256(canonical.encode({"body": body, "mac": mac})).digest())
    for copy in COPIES:
        (folder / copy).write_bytes(canonical.encode(data))
