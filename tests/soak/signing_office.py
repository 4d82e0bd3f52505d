"""A commander's machine with letters that wait and a key on a token, founded in a folder, opened
there again and again.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db import opening
from db.actions import trusting
from db.clock import Clock
from db.engine import close
from db.keys.protectors import KEY_FILE, key_file_key
from db.open_vault import OpenVault
from db.vault import Vault
from desktop.keys import token_modules
from desktop.signing import key_files, token_key
from tests.desktop.desk_rig import Desk
from tests.desktop.signing.test_sign_queue import submitted
from tests.pki import authority as pki
from tests.pki import cards
from tests.pki.softhsm import PIN

if TYPE_CHECKING:
    import pytest

    from core.signing.trust import Trust
    from db.acting import Store

NOTES: Final = "office.json"


@dataclass(frozen=True)
class Office:
    """A founded office: the letters that wait, and what their signatures are judged by."""

    folder: Path
    letters: tuple[str, ...]
    root: Path
    trust: Trust


def found(folder: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> Office:
    """So many letters wait for the commander, whose key lies on a SoftHSM token."""
    made = cards.make(folder / "cards")
    lead_to(folder, made.module, monkeypatch.setattr)
    card = made.add("Thẻ chỉ huy (giả lập)")
    card.hold(pki.person("chi-huy"))
    for name, value in made.environ.items():
        monkeypatch.setenv(name, value)
    unit = folder / "unit"
    unit.mkdir()
    desk = Desk(unit)
    given = desk.day.trust
    store = desk.day.commander
    trusting.take(store, trusting.make(desk.world.admin.store, given, 30))
    letters = tuple(submitted(desk, f"Về việc số {number}") for number in range(count))
    desk.day.carry()
    owner = token_key.Owner([made.module])
    [key] = key_files.on_tokens(owner.look())
    owner.close()
    key_files.add_token(store, key.ref, PIN, "person")
    person, then = store.author.person, store.now()
    notes = {"person": person, "then": then, "real": _real(), "module": made.module}
    (unit / NOTES).write_text(json.dumps(notes))
    desk.close()
    return Office(unit, letters, desk.day.paths["root"], given)


@dataclass(frozen=True)
class Opened:
    """The commander's store, open; ``close`` gives it back."""

    store: Store
    vault: OpenVault

    def close(self) -> None:
        """Close store and vault."""
        close(self.store.engine)
        self.vault.close()


def open_commander(folder: Path) -> Opened:
    """Open the commander's store by his machine's key file; time goes on from the founding."""
    notes = json.loads((folder / NOTES).read_text())
    clock = Clock(lambda: int(notes["then"]) + _real() - int(notes["real"]), secrets.token_bytes)
    key = key_file_key(folder / "keys" / "commander")
    vault = Vault(folder / "commander", secrets.token_bytes).unlock_with(
        str(notes["person"]), KEY_FILE, key
    )
    return Opened(opening.open_store(vault, "key-file", "soak", clock), vault)


def lead_to(folder: Path, module: str, put: Callable[[object, str, object], None]) -> None:
    """Let this process load a module, and no other."""
    policy = folder / "modules.txt"
    policy.write_text(f"{module}\n")
    put(token_modules.modules, "__defaults__", (policy, None))


def module(folder: Path) -> str:
    """The PKCS#11 module that the office's token is behind."""
    return str(json.loads((folder / NOTES).read_text())["module"])


def _real() -> int:
    return int(time.time() * 1000)
