"""A PostgreSQL of the tests' own: a private cluster of an unprivileged user, on a Unix socket."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

CONFIG = """
listen_addresses = ''
fsync = off
shared_buffers = 32MB
max_connections = 40
"""


@dataclass
class Cluster:
    """A running cluster; ``database`` makes an empty database and gives its address."""

    folder: Path
    programs: Path
    _names: Iterator[int] = field(default_factory=count)

    def database(self) -> str:
        name = f"antin_{next(self._names)}"
        self.run("createdb", "-h", str(self.folder), "-U", "antin", name)
        return f"postgresql://antin@/{name}?host={self.folder}"

    def run(self, program: str, *arguments: str) -> None:
        user = "nobody" if os.geteuid() == 0 else None
        with (self.folder / "log").open("a") as log:
            done = subprocess.run(
                [self.programs / program, *arguments],
                cwd=self.folder,
                user=user,
                env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
        assert done.returncode == 0, (self.folder / "log").read_text()


def programs() -> Path | None:
    """Where initdb stands: beside pg_config's answer, else the newest of the distribution's."""
    config = shutil.which("pg_config")
    if config:
        asked = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        found = [Path(asked.stdout.strip())]
    else:
        found = []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in found if (folder / "initdb").exists()), None)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a cluster, stop it and remove its folder; skips loudly without the programs."""
    where = programs()
    if where is None:
        pytest.skip("POSTGRESQL IS NOT INSTALLED: the server's tests ran on SQLite only")
    folder = Path(tempfile.mkdtemp(prefix="antin-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", pwd.getpwnam("nobody").pw_gid)
        made = Cluster(folder, where)
        data = str(folder / "data")
        (folder / "log").touch()
        made.run("initdb", "-D", data, "-U", "antin", "-A", "trust", "-E", "UTF8", "--no-sync")
        with (folder / "data/postgresql.conf").open("a") as file:
            file.write(CONFIG + f"unix_socket_directories = '{folder}'\n")
        made.run("pg_ctl", "-D", data, "-w", "start")
        try:
            yield made
        finally:
            made.run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
