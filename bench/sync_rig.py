"""What the measurements of sync share: a founded unit with its server as a process of its own,
files put on a machine without the acts around them.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sqlalchemy as sa

from db import models
from db.acting import Store
from db.actions import files
from db.engine import writes
from desktop import clock
from tests.server.town import Machine, Town, found_town, free_port

FULL = "--full"
TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def town() -> Iterator[Town]:
    """A founded unit in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="antin-bench-") as folder:
        made = found_town(Path(folder), free_port())
        with made.stack:
            yield made


@contextmanager
def served(town: Town, *more: str) -> Iterator[int]:
    """The server as a process of its own; its number. ``more`` are further words of ``run``."""
    words = ["run", "--data", str(town.server_home), "--listen", f"127.0.0.1:{town.port}", *more]
    with subprocess.Popen(
        [sys.executable, "-m", "server", *words], stderr=subprocess.DEVNULL
    ) as running:
        try:
            _wait_for(town.port, running)
            yield running.pid
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(60)


def _wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(3000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if running.poll() is not None:
            break
        time.sleep(0.02)
    raise SystemExit("the server does not listen")


def cpu_of_process(number: int) -> float:
    """Processor seconds that a process has used."""
    values = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(values[11]) + int(values[12])) / TICK


def peak_mb(number: int) -> float:
    """The most memory that a process has held, in MB."""
    lines = Path(f"/proc/{number}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


# -- files without acts ----------------------------------------------------------------------------


def contents(count: int, size: int) -> Iterator[bytes]:
    """Contents that nothing compresses, as scans are."""
    return (b"%PDF-1.7\n" + clock.random_bytes(size - 9) for _ in range(count))


def put_files(machine: Machine, made: Iterator[bytes]) -> list[str]:
    """Files that a machine has and its server lacks; their ids."""
    store, stream = machine.store, machine.store.stream
    staged = [store.blobs.stage(content) for content in made]
    blobs = [each.blob.id for each in staged]
    with writes(store.engine).begin() as connection:
        files.publish_all(connection, store, staged)
        mentions = [{"blob": blob, "stream": stream, "sent": False} for blob in blobs]
        connection.execute(sa.insert(models.Mention), mentions)
    return blobs


def hold_back(store: Store, blobs: Sequence[str], *, held: bool) -> None:
    """Take some files for sent, so that the next round lets them lie; or no longer."""
    table = models.Mention
    with writes(store.engine).begin() as connection:
        for start in range(0, len(blobs), 500):
            where = table.blob.in_(blobs[start : start + 500])
            connection.execute(sa.update(table).where(where).values(sent=held))


def sign(store: Store, document: str, before: str, after: str) -> None:
    """The row that a signature leaves, by which a file is known to have grown from another."""
    mark = {"field": "Ky1", "kind": "main", "person": document, "name": "Nguyễn Văn Mẫu"}
    mark |= {"document": document, "op": "x.1.1.0", "before": before, "after": after}
    with writes(store.engine).begin() as connection:
        connection.execute(sa.insert(models.Signature).values(**mark, time=1))


def name_files(store: Store, stream: str, blobs: Sequence[str]) -> None:
    """Let a store know of files whose bytes it lacks, as the commits that name them would."""
    absent = {"size": 0, "frame_log2": 0, "wrapped_key": b"", "chunks": b"", "complete": False}
    with writes(store.engine).begin() as connection:
        connection.execute(sa.insert(models.Blob), [{"id": blob, **absent} for blob in blobs])
        mentions = [{"blob": blob, "stream": stream, "sent": True} for blob in blobs]
        connection.execute(sa.insert(models.Mention), mentions)
