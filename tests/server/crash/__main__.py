"""``python -m tests.server.crash [--every N] [--first M] [--bugs] [SCENARIO ...]``: cut each
scenario at every N-th way, and plant each known fault; what was tried and what was wrong, one JSON
object a line.
"""

from __future__ import annotations

import argparse
import gc
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.server.crash import trial
from tests.server.crash.bugs import BUGS
from tests.server.crash.scenarios import SCENARIOS
from tests.sim.template import shelf, template

if TYPE_CHECKING:
    from tests.server.crash.bugs import Bug
    from tests.server.crash.trial import Course


def cut(one: Course, every: int, first: int) -> dict[str, Any]:
    """Every N-th way to cut a scenario."""
    tried = one.cuts[first % min(every, len(one.cuts)) :: every]
    wrong = {}
    for point, way in tried:
        if found := trial.faults(one, point, way):
            wrong[f"{point.place} {point.name}, {way}"] = found
    said = {"scenario": one.name, "points": len(one.points), "ways": len(one.cuts)}
    return said | {"tried": len(tried), "wrong": wrong}


def noticed(bug: Bug, honest: Course) -> list[str]:
    """What is found wrong first with a fault in the product; nothing where it stays unnoticed."""
    with bug.plant():
        there = honest.folder.with_name("planted")
        one = trial.listed(honest, there)
        shutil.rmtree(there)
        for point, way in one.cuts:
            if way is bug.cut and point.name.startswith(bug.call):
                found = trial.faults(one, point, way)
                if found:
                    return found
    return []


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--every", type=int, default=1)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--bugs", action="store_true")
    asked.add_argument("scenarios", nargs="*", default=list(SCENARIOS))
    given = asked.parse_args()
    made = template()
    folder = Path(tempfile.mkdtemp(prefix="antin-crash-", dir=shelf()))
    gc.disable()  # nor in the children, of which each lives for a moment
    try:
        for name in given.scenarios:
            one = trial.course(name, made, folder)
            gc.freeze()
            print(json.dumps(cut(one, given.every, given.first)), flush=True)
            for bug in BUGS if given.bugs else ():
                if BUGS[bug].scenario == name:
                    print(json.dumps({"bug": bug, "noticed": noticed(BUGS[bug], one)}), flush=True)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
