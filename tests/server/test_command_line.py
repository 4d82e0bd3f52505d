"""A unit's first day on the command line: every step as an administrator types it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.commits.signatures import Signed
from core.commits.trust import fingerprint, read_provision
from core.errors import WrongPassphrase
from core.sync import container
from core.sync.container import FileKind
from db import opening
from db.actions import enrolment, incoming
from db.actions.enrolment import Newcomer
from db.engine import close
from db.keys import kept_key
from db.keys.protectors import by_passphrase
from db.queries import office
from db.vault import Vault
from desktop import clock
from desktop.commands.main import main as antin_main
from desktop.session import APP, CLOCK
from desktop.signing.trust import trust_of
from desktop.sync import enrolling
from server.__main__ import main as server_main
from tests.pki.authority import write_pki
from tests.server.town import ENTRY, free_port, roster_text

ADMIN, ROOT, CLERK = (
    "chum vại xếp nghiêng bờ giậu",
    "két thép chôn dưới gốc sung",
    "cò xám gánh nghiên qua dốc",
)


@dataclass
class Day:
    """The folder of the day and its port."""

    folder: Path
    port: int

    def file(self, name: str) -> str:
        return str(self.folder / name)

    def antin(self, *words: str, passphrases: str = ADMIN) -> str:
        """Run ``antin`` with passphrases handed over by a descriptor."""
        reading = handed_over(passphrases)
        command = [sys.executable, "-m", "desktop", *words, "--passphrase-fd", str(reading)]
        try:
            return self._run(command, reading)
        finally:
            os.close(reading)

    def server(self, *words: str) -> str:
        """Run ``antin-server`` on the day's data."""
        command = [sys.executable, "-m", "server", words[0], "--data", self.file("server")]
        return self._run([*command, *words[1:]])

    def _run(self, command: list[str], *kept: int) -> str:
        environ = os.environ | {"ANTIN_LANGUAGE": "en"}
        done = subprocess.run(
            command, capture_output=True, text=True, env=environ, pass_fds=kept, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def antin_here(self, *words: str, passphrases: str = ADMIN) -> int:
        """The same in this process; the exit code."""
        reading = handed_over(passphrases)
        try:
            return antin_main([*words, "--passphrase-fd", str(reading)])
        finally:
            os.close(reading)

    def server_here(self, *words: str) -> int:
        """The same in this process; the exit code."""
        return server_main([words[0], "--data", self.file("server"), *words[1:]])

    @contextmanager
    def serving(self) -> Iterator[None]:
        words = ["run", "--data", self.file("server"), "--listen", f"127.0.0.1:{self.port}"]
        with (
            Path(self.file("log")).open("w") as log,
            subprocess.Popen([sys.executable, "-m", "server", *words], stderr=log) as running,
        ):
            self._wait()
            try:
                yield
            finally:
                running.send_signal(signal.SIGTERM)
                assert running.wait(20) == 0

    def _wait(self) -> None:
        for _ in range(1000):
            if '"serving"' in Path(self.file("log")).read_text():
                return
            time.sleep(0.02)
        pytest.fail(Path(self.file("log")).read_text())


def handed_over(passphrases: str) -> int:
    """A descriptor that passphrases can be read from."""
    reading, writing = os.pipe()
    os.write(writing, passphrases.encode())
    os.close(writing)
    return reading


@pytest.mark.timeout(180)
@pytest.mark.slow
def test_the_first_day_of_a_unit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTIN_LANGUAGE", "en")
    day = Day(tmp_path, free_port())
    Path(day.file("unit.json")).write_text(roster_text(), encoding="utf-8")
    day.server("init", "--out", day.file("request.antin"))
    pki = write_pki(tmp_path / "pki")
    found = [
        *("admin", "found", "--home", day.file("admin"), "--unit", day.file("unit.json")),
        *("--server", day.file("request.antin"), "--url", f"https://127.0.0.1:{day.port}"),
        *("--root-out", day.file("root.antin"), "--out", day.file("provision.antin")),
        *("--trust", str(pki["root"]), "--crl", str(pki["root.crl"])),
    ]
    said = day.antin(*found, passphrases=f"{ADMIN}\n{ROOT}\n")
    check_ceremony(day, said)
    assert day.antin_here(*found, passphrases=f"{ADMIN}\n{ROOT}\n") == 2
    assert day.server_here("status") == 2
    day.server("provision", day.file("provision.antin"))
    with day.serving():
        day.antin("admin", "sync", "--home", day.file("admin"))
        enrol_clerk(day)
        lease = ("lease", "--book", "incoming", "--count", "7", "--device")
        assert "1–7" in day.server(*lease, "Máy văn thư")
        assert day.server_here(*lease, "Máy khác") == 2
        sync = ("sync", "--home", day.file("clerk"))
        assert day.antin_here(*sync, passphrases=CLERK) == 0
        register(day)
        assert "1 sent" in day.antin(*sync, passphrases=CLERK)
        assert day.antin_here("admin", "sync", "--home", day.file("admin")) == 0
        assert day.antin_here("admin", "devices", "--home", day.file("admin")) == 0
        assert "Máy văn thư" in capsys.readouterr().out
        assert day.antin_here(*sync, passphrases="không phải mật khẩu này") == 2
    same_states(day, capsys)
    assert day.server_here("journal", "check") == 0
    assert day.server_here("devices") == 0
    assert "Máy văn thư" in capsys.readouterr().out


def check_ceremony(day: Day, said: str) -> None:
    """The files of the ceremony are what they say, and the root's key opens by its passphrase."""
    data = Path(day.file("provision.antin")).read_bytes()
    body = read_provision(container.read_json(FileKind.PROVISION, Signed, data))
    assert all(fingerprint(key) in said for key in (body.root, body.recovery))
    assert trust_of(body).roots
    assert trust_of(body).crls
    root = kept_key.read(Path(day.file("root.antin")).read_bytes(), ROOT)
    assert (root.kept.use, root.kept.public, root.kept.realm) == ("root", body.root, body.realm)
    with pytest.raises(WrongPassphrase):
        kept_key.read(Path(day.file("root.antin")).read_bytes(), ADMIN)
    recovery = kept_key.read(Path(day.file("recovery.antin")).read_bytes(), ROOT)
    vault = Vault(opening.folder_of(day.folder / "admin"), clock.random_bytes)
    vault.recover(recovery.private).close()
    assert [holder.label for holder in vault.people()] == ["Đỗ Văn Kiểm Thử"]


def enrol_clerk(day: Day) -> None:
    """Invite on one machine, ask on the other, approve by the server."""
    invite = ("admin", "invite", "--home", day.file("admin"), "--person", "Nguyễn Thị Mẫu")
    code = day.antin(*invite, "--label", "Máy văn thư").strip()
    vault = Vault(opening.folder_of(day.folder / "clerk"), clock.random_bytes)
    who = Newcomer("Máy mới", "Nguyễn Thị Mẫu", by_passphrase(CLERK, clock.random_bytes))
    provision = Path(day.file("provision.antin")).read_bytes()
    opened, _ = enrolment.begin(vault, provision, code, who, CLOCK)
    assert not enrolling.poll(opened, APP, CLOCK)
    assert "admitted" in day.antin("admin", "approve", "--home", day.file("admin"))
    assert enrolling.poll(opened, APP, CLOCK)
    opened.close()


def register(day: Day) -> None:
    """The clerk registers a document, as the screen does."""
    vault = Vault(opening.folder_of(day.folder / "clerk"), clock.random_bytes)
    opened = vault.unlock(vault.people()[0].person, CLERK, clock.now_ms())
    store = opening.open_store(opened, "passphrase", APP, CLOCK)
    book = office.books(store, "incoming")[0]
    assert (book.next, book.left) == (1, 7)
    assert incoming.register(store, ENTRY, None, book.id).number == 1
    close(store.engine)
    opened.close()


def same_states(day: Day, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything reads back, and all stand at the same places."""
    capsys.readouterr()
    assert day.server_here("state") == 0
    reports = [json.loads(capsys.readouterr().out)]
    for name, words in (("admin", ADMIN), ("clerk", CLERK)):
        state = ("state", "--home", day.file(name), "--json")
        assert day.antin_here(*state, passphrases=words) == 0
        reports.append(json.loads(capsys.readouterr().out))
    for report in reports:
        assert all(each["sum_holds"] and not each["wrong"] for each in report["streams"])
        assert [each["unsent"] for each in report["streams"]] == [0, 0]
    states = [
        {(each["kind"], each["place"], each["state"]) for each in report["streams"]}
        for report in reports
    ]
    assert states == [states[0]] * 3
