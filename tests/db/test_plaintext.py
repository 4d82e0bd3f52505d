"""Nothing readable on disk: neither a document's words nor a key, in any spelling."""

from __future__ import annotations

import base64
import gzip
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import zstandard

from core.commits.ids import text_id
from db import engine, search
from db.blob_values import Manifest
from db.blobs import Blobs
from db.engine import writes
from db.keys.protectors import by_passphrase
from db.outside import Outside
from db.vault import Vault
from tests.db.keepers import bytes_from
from tests.spellings import found, spellings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SUBJECT = "Kế hoạch diễn tập vòng tổng hợp năm 2026 (dữ liệu giả lập)"
BODY = "Bộ đội hành quân về Thành phố Mô Phỏng lúc rạng sáng"
WORDS = "bốn từ rời rạc đấy"
TEXTS = [SUBJECT, BODY, WORDS, "diễn tập", "Mô Phỏng", "hành quân", "documents", "SQLite format 3"]


def test_no_word_of_a_document_and_no_key_is_in_any_file(tmp_path: Path) -> None:
    random = bytes_from(1)
    vault = Vault(tmp_path / "store", random)
    opened = vault.create(text_id(bytes(16)), "Người (giả lập)", by_passphrase(WORDS, random))
    name_key, wrap_key = random(32), opened.subkey("blob-wrap")
    blobs = Blobs(tmp_path / "store" / "blobs", name_key, wrap_key, random)
    kept, left = blobs.stage(BODY.encode() * 9000), blobs.stage(SUBJECT.encode("utf-16"))
    blobs.publish(kept)
    partial = blobs.wanted(Manifest(left.blob.id, left.blob.size, left.blob.chunks))
    partial.put(0, SUBJECT.encode("utf-16"))
    Outside(tmp_path / "outside", opened.subkey("outside")).bump()
    store = engine.store_engine(opened.connect)
    with writes(store).begin() as connection:
        for statement in search.DDL:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("CREATE TABLE documents (n INTEGER PRIMARY KEY, subject)")
        connection.exec_driver_sql("INSERT INTO documents VALUES (1, ?)", (SUBJECT,))
        connection.exec_driver_sql("INSERT INTO documents VALUES (2, ?)", (BODY,))
        search.index_all(connection, [(1, SUBJECT), (2, BODY)])

    def files() -> list[Path]:
        return [path for path in tmp_path.rglob("*") if path.is_file()]

    assert any(path.name.endswith("-wal") and path.stat().st_size for path in files())
    assert len(files()) == 10
    assert found(TEXTS, files()) == []  # with the WAL beside it
    keys = [opened.with_key(bytes), wrap_key, name_key]
    engine.close(store)
    opened.close()
    assert found(TEXTS, files()) == []
    for path in files():
        for key in keys:
            for spelled in (key, key.hex().encode(), base64.b64encode(key)[:42]):
                assert spelled not in path.read_bytes()


def _zipped(data: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("part.xml", data)
    return out.getvalue()


@pytest.mark.parametrize("shift", range(4))
@pytest.mark.parametrize("text", ["Mô Phỏng", "diễn tập"])
def test_the_search_itself_finds_what_is_there(tmp_path: Path, shift: int, text: str) -> None:
    path = tmp_path / "file"
    for form in spellings(text):
        path.write_bytes(bytes(shift) + form + b"after")
        assert found([text], [path])
    for data in (text.lower().encode(), text.encode("utf-16-le")):
        path.write_bytes(base64.urlsafe_b64encode(b"x" * shift + data + b"behind"))
        assert found([text], [path])
    path.write_bytes(b"nothing of the kind")
    assert found([text], [path]) == []


@pytest.mark.parametrize("pack", [zlib.compress, gzip.compress, zstandard.compress, _zipped])
def test_the_search_finds_what_is_packed(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path, text = tmp_path / "file", "Mô Phỏng"
    inner = pack(b"before " + text.encode("utf-16-le") + b" after" * 99)
    path.write_bytes(bytes(5) + inner + b"behind")
    assert found([text], [path])
    path.write_bytes(b"x" + zlib.compress(inner * 2))
    assert found([text], [path])
    path.write_bytes(bytes(5) + pack(b"nothing") + b"PK\x03\x04 \x78\x9c \x28\xb5\x2f\xfd")
    assert found([text], [path]) == []
