"""Commands of the play: the machines without a window, and the server that comes and goes.

Everything goes through ``antin`` and ``antin-server`` as an administrator would type it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.e2e import pki
from tests.e2e.desk import PYTHON, ROOT
from tests.e2e.watched import Watched, environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.e2e.pki import Pki

HOST: Final = "127.0.0.1"


def today() -> date:
    """The office's day: it dates by the clock of Vietnam, wherever the machine stands."""
    return (datetime.now(UTC) + timedelta(hours=7)).date()


class Failed(AssertionError):
    """A command ended with another code than was meant."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    said: str
    complained: str


def command(
    *arguments: str | Path, home: Path, words: Sequence[str] = (), module: str = "desktop"
) -> Ended:
    """Run one command to its end; ``words`` are passphrases, handed over where nobody sees them."""
    reading, writing = os.pipe()
    os.write(writing, "".join(f"{each}\n" for each in words).encode())
    os.close(writing)
    given = ["--passphrase-fd", str(reading)] if words else []
    done = subprocess.run(
        [PYTHON, "-m", module, *map(str, arguments), *given],
        env=environment(home),
        cwd=ROOT,
        pass_fds=(reading,),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    os.close(reading)
    return Ended(done.returncode, done.stdout, done.stderr)


def must(
    *arguments: str | Path, home: Path, words: Sequence[str] = (), module: str = "desktop"
) -> str:
    """What a command printed; raises Failed when it did not end well."""
    done = command(*arguments, home=home, words=words, module=module)
    if done.code:
        raise Failed(f"{arguments}: {done.code}\n{done.said}\n{done.complained}")
    return done.said


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """The server's machine: its folder, its address, and the process while it runs."""

    folder: Path
    logs: Path
    port: int = field(default_factory=free_port)
    process: Watched | None = None

    @property
    def data(self) -> Path:
        """Where it keeps everything."""
        return self.folder / "server"

    @property
    def url(self) -> str:
        """As the provisioning file names it."""
        return f"https://{HOST}:{self.port}"

    def must(self, what: str, *arguments: str | Path) -> str:
        """A command of the server's administrator."""
        return must(what, "--data", self.data, *arguments, home=self.folder, module="server")

    def start(self) -> None:
        """Serve, and wait until it listens."""
        arguments = [
            PYTHON, "-m", "server", "run", "--data", str(self.data),
            "--listen", f"{HOST}:{self.port}",
        ]  # fmt: skip
        self.process = Watched(arguments, self.logs / "server.log", environment(self.folder), ROOT)
        self.process.wait_until(self.listens)

    def stop(self) -> None:
        """Tell it to end, and wait until it has."""
        assert self.process is not None
        code = self.process.stop(signal.SIGTERM)
        self.process = None
        assert code == 0, f"the server ended with {code}"

    def listens(self) -> bool:
        """Whether somebody answers at its address."""
        with socket.socket() as probe:
            probe.settimeout(0.2)
            return probe.connect_ex((HOST, self.port)) == 0


@dataclass(frozen=True)
class Administrator:
    """The administrator's machine: a home folder and a passphrase; it has no window here."""

    folder: Path
    words: str

    @property
    def home(self) -> Path:
        """The home folder of its store."""
        return self.folder / "antin"

    def must(self, *arguments: str | Path, words: Sequence[str] = ()) -> str:
        """A command on this machine's store."""
        what = [*arguments, "--home", self.home]
        return must(*what, home=self.folder, words=words or [self.words])

    def found(self, server: Server, keys: Pki, out: Path, root_words: str) -> Path:
        """Hold the ceremony: root, recovery key, own store, provisioning file (returned)."""
        request, provision = out / "server-request.antin", out / "provision.antin"
        roster = out / "unit.json"
        roster.write_text(_this_year(pki.UNIT.read_text("utf-8")), "utf-8")
        server.must("init", "--out", request)
        trusted = ("--trust", keys.root, "--trust", keys.intermediate)
        lists = [part for path in keys.crls for part in ("--crl", path)]
        self.must(
            "admin", "found", "--unit", roster, "--server", request, "--url", server.url,
            *trusted, *lists, "--root-out", out / "root.antin",
            "--recovery-out", out / "recovery.antin", "--out", provision,
            words=[self.words, root_words],
        )  # fmt: skip
        server.must("provision", provision)
        return provision

    def invite(self, person: str, label: str) -> str:
        """A code for a person's new machine."""
        return self.must("admin", "invite", "--person", person, "--label", label).strip()


def state(home: Path, folder: Path, person: str, words: str) -> dict[str, Any]:
    """A store read back from the ground: its state, receipts and files as JSON."""
    arguments = ("state", "--json", "--home", home, "--as", person)
    done = command(*arguments, home=folder, words=[words])
    found: dict[str, Any] = json.loads(done.said)
    return {**found, "exit": done.code}


def _this_year(roster: str) -> str:
    """The roster with its books and dates of this year."""
    return roster.replace("2026", str(today().year))
