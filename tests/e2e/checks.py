"""What a run left, looked at from outside: states, receipts, files, signatures, readable words."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from typing import TYPE_CHECKING, Any, Final

from tests import spellings
from tests.e2e import office, vault_by_hand
from tests.e2e.stage import ADMINISTRATOR, CLERK, COMMANDER, HEAD
from tests.pki.poppler import pdfsig

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.acts import Someone
    from tests.e2e.stage import Stage

UNLOCKS: Final = {"workstation": CLERK, "laptop": COMMANDER, "third": HEAD}
FIELDS: Final = ("KyNhay1", "KyChinh", "SoVanBan", "NgayVanBan", "ConDau")
WORDS: Final = (
    "diễn tập khu vực phòng thủ",
    "hoàn chỉnh kế hoạch",
    "bảo đảm hậu cần",
    "khu vực tập kết",
    "trạm sửa chữa cơ động",
    "quân y tuyến trước",
    "cho ý kiến chỉ đạo",
    "Ban Tác huấn chủ trì",
    "báo cáo trước khi ký",
    "217/BTM-TC",
    "Phúc đáp công văn",
)
"""Of the arriving document, the directive, the reply and the dossier."""


def states(stage: Stage) -> dict[str, dict[str, Any]]:
    """Every store read back from the ground by its own machine's command."""
    found = {name: desktop_state(stage, name, who) for name, who in UNLOCKS.items()}
    done = office.command(
        "state", "--data", stage.server.data, home=stage.server.folder, module="server"
    )
    return {**found, "server": {**json.loads(done.said), "exit": done.code}}


def desktop_state(stage: Stage, name: str, who: Someone) -> dict[str, Any]:
    """One desktop's store."""
    folder = stage.stores / name
    return office.state(folder / "antin", folder, who.name, who.words)


def verified(stage: Stage, file: Path) -> dict[str, Any]:
    """What ``antin verify`` says of a file, trusting the demo's root."""
    lists = [part for path in stage.keys.crls for part in ("--crl", path)]
    done = office.command(
        "verify", file, "--json", "--root", stage.keys.root,
        "--intermediate", stage.keys.intermediate, *lists, home=stage.out / "tool",
    )  # fmt: skip
    [report] = json.loads(done.said)
    return {**report, "exit": done.code}


def poppler(stage: Stage, file: Path) -> list[str]:
    """What poppler says of each signature, trusting the demo's root."""
    return pdfsig(file.read_bytes(), stage.keys.root)


def journal(stage: Stage) -> office.Ended:
    """The server's journal read whole: chain, seals, receipts, and the same order as its store."""
    return office.command(
        "journal", "check", "--data", stage.server.data, home=stage.server.folder, module="server"
    )


def text(file: Path) -> str:
    """The words of a PDF, on one line."""
    run = ["pdftotext", "-layout", str(file), "-"]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def databases(stage: Stage) -> list[Path]:
    """Every database that the run left."""
    return sorted(stage.stores.rglob("*.db"))


def standard_sqlite_reads(database: Path) -> bool:
    """Whether the SQLite of the standard library makes anything of a file."""
    plain = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        plain.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.DatabaseError:
        return False
    else:
        return True
    finally:
        plain.close()


def tables(stage: Stage, name: str) -> list[str]:
    """The tables of a store, read by the other implementation with the raw key."""
    folder, who = stage.stores / name / "antin/store", {**UNLOCKS, "administrator": ADMINISTRATOR}
    key = vault_by_hand.database_key(folder, who[name].name, who[name].words)
    database = vault_by_hand.opened(folder, key)
    found = [row[0] for row in database.execute("SELECT name FROM sqlite_master ORDER BY name")]
    database.close()
    return found


def left(stage: Stage) -> list[Path]:
    """Every file that machines, server and bundles left; what a person exported is elsewhere."""
    folders = (stage.stores, stage.carried, stage.logs)
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def readable(stage: Stage) -> list[str]:
    """Words of the documents that stand anywhere in what was left, in any spelling."""
    return spellings.found(WORDS, left(stage))
