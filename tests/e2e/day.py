"""A document's whole day on real machines: ``python -m tests.e2e.day --out build/demo``.

Each desktop is a process of its own with a home folder and a screen of its own, driven by keys and
mouse only. Between machines go bundle files, and TCP where the play says so. Nothing of the program
is imported here or below.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from tests.e2e import acts
from tests.e2e.acts import Someone
from tests.e2e.stage import (
    CLERK,
    COMMANDER,
    LAPTOP,
    ROOT_WORDS,
    WORKSTATION,
    Stage,
)

LEASED: Final = 50


def play(out: Path) -> Stage:
    """Play the whole day below a folder; returns what was found."""
    with Stage(out) as stage:
        found(stage)
    stage.keep_notes()
    return stage


# -- 0: the ceremony ------------------------------------------------------------------------------


def found(stage: Stage) -> None:
    """Root, server, administrator; two machines enrol; leases; then nobody listens."""
    with stage.step("0", "Lễ cấp phát; hai máy ghi danh; máy chủ tắt"):
        server, administrator = stage.server, stage.administrator
        stage.found["provision"] = str(
            administrator.found(server, stage.keys, stage.given, ROOT_WORDS)
        )
        stage.found["port"] = server.port
        server.start()
        administrator.must("admin", "sync")
        enrol(stage, "workstation", WORKSTATION, CLERK)
        enrol(stage, "laptop", LAPTOP, COMMANDER)
        for book in ("incoming", "outgoing"):
            server.must("lease", "--book", book, "--device", WORKSTATION, "--count", str(LEASED))
        for desk in (stage.clerk, stage.commander):
            acts.sync(desk)
        server.stop()
        stage.shot(stage.clerk, "enrolled")
        assert not server.listens()


def enrol(stage: Stage, name: str, label: str, who: Someone) -> None:
    """A new machine joins the unit through its first-run windows."""
    code = stage.administrator.invite(who.name, label)
    desk = stage.desk(name)
    stage.shot(desk, f"first-run-{name}")
    acts.ask_to_enrol(desk, Path(stage.found["provision"]), label, who, code)
    since = desk.program.mark
    acts.send_request(desk)
    stage.administrator.must("admin", "approve")
    desk.hear("unlocked", since)
    desk.settle()


def main(arguments: list[str]) -> int:
    """Play and print the report's place; the exit code."""
    parser = argparse.ArgumentParser(prog="day", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/demo"))
    chosen = parser.parse_args(arguments)
    play(chosen.out.resolve())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
