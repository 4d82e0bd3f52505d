"""One cut: the work begun in a child that dies, the files looked at, the work done again.

Children are forked from a process that has one thread and no store open; each opens its own.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import traceback
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import AntinError
from core.sync import message, receipt
from db.blobs import CAME, STAGED
from server.orders import Entry
from tests.server.crash import scene as looks
from tests.server.crash.recorder import Cut, Point, recording
from tests.server.crash.scenarios import PROMISES, SCENARIOS
from tests.server.crash.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sim.template import Template

SERVER = "server"
Said = list[list[Any]]


@dataclass(frozen=True)
class Course:
    """A scenario as it goes when nothing happens: its calls, the lives of the machines before and
    after, and what everybody sees in the end.
    """

    name: str
    made: Template
    folder: Path
    points: tuple[Point, ...]
    lives: dict[str, int]
    end: Any

    @property
    def cuts(self) -> list[tuple[Point, Cut]]:
        """Every way to cut it."""
        return [(point, cut) for point in self.points for cut in point.cuts]


def course(name: str, made: Template, shelf: Path) -> Course:
    """Prepare a scenario in a folder, and let it go once without a cut. Raises AssertionError where
    even that is not right.
    """
    folder = shelf / f"{name}-before"
    shutil.copytree(made.folder, folder)
    scene = _scene(folder, made, "before")
    scene.open(SCENARIOS[name].machines)
    lives = {each: store.author.inc for each, store in scene.running().items()}
    SCENARIOS[name].before(scene)
    scene.close()
    there = shelf / f"{name}-uncut"
    found = listed(Course(name, made, folder, (), lives, None), there)
    scene = _scene(there, made, "again")
    scene.open(SCENARIOS[name].machines)
    broken = _broken(scene, found, [])
    wrong, end = _ended(scene, found)
    shutil.rmtree(there)
    assert not broken + wrong, broken + wrong
    return replace(found, end=end)


def listed(one: Course, there: Path) -> Course:
    """The same course with the calls that are made now; they are made in a folder of their own."""
    shutil.copytree(one.folder, there)
    scene = _scene(there, one.made, "cut")
    scene.open(SCENARIOS[one.name].machines)
    with recording(there) as recorder:
        SCENARIOS[one.name].work(scene)
    scene.close()
    return replace(one, points=tuple(recorder.points))


def faults(one: Course, point: Point, cut: Cut) -> list[str]:
    """What is wrong after a cut; nothing, if the program keeps what it promises."""
    folder = one.folder.with_name(f"{one.name}-cut")
    shutil.copytree(one.folder, folder)
    said, status = _forked(lambda tell: _dying(one, folder, (point.place, cut), tell))
    if status != -signal.SIGKILL or said[-1] != ["dies", point.name]:
        found = [f"did not die there: {status} {said[-1:]}"]
    else:
        answer, status = _forked(lambda tell: _after(one, folder, said[:-1], tell))
        found = [str(each) for line in answer for each in line]
        found += [f"looking ended with {status}"] if status else []
    shutil.rmtree(folder)
    return found


def _dying(one: Course, folder: Path, end: tuple[int, Cut], tell: Callable[..., None]) -> None:
    machines, _, work = SCENARIOS[one.name]
    scene = Scene(folder, one.made, "cut", tell)
    scene.open(machines)
    with recording(folder, end, lambda point: tell("dies", point.name)):
        work(scene)


def _after(one: Course, folder: Path, said: Said, tell: Callable[..., None]) -> None:
    for path in folder.rglob(f"*{STAGED}"):
        os.utime(path, (0, 0))  # the cut was long ago
    scene = _scene(folder, one.made, "again")
    tell(*_not_journalled(scene, said))
    scene.open(SCENARIOS[one.name].machines)
    tell(*(f"left: {path.name}" for path in folder.rglob(f"*{STAGED}")))
    tell(*_broken(scene, one, said))
    wrong, end = _ended(scene, one)
    tell(*(f"left: {path.name}" for path in folder.rglob(f"*{CAME}")))
    tell(*wrong, *([f"ends otherwise: {end} and not {one.end}"] if end != one.end else []))


def _broken(scene: Scene, one: Course, said: Said) -> list[str]:
    """What does not hold in the stores as they open after a cut."""
    wrong = [
        f"{name} is in life {store.author.inc}"
        for name, store in scene.running().items()
        if store.author.inc != one.lives[name]
    ]
    for what, *facts in said:
        kept = False
        with suppress(AntinError):
            kept = PROMISES[what](scene, *facts)
        wrong += [] if kept else [f"not kept: {what} {facts}"]
    return wrong + scene.wrong()


def _ended(scene: Scene, one: Course) -> tuple[list[str], Any]:
    """The work done again, and all machines brought to the same: what is wrong, and what everybody
    sees.
    """
    machines, _, work = SCENARIOS[one.name]
    work(scene)
    scene.close()
    devices = [name for name in machines if name != SERVER]
    scene.open((*devices, SERVER))
    for name in (*devices, *devices[:-1]):
        scene.sync(name)
    given = looks.numbers(scene.store(SERVER))
    wrong = ["a number was given twice"] if len(set(given)) < len(given) else []
    ends = {name: looks.states(store) for name, store in scene.running().items()}
    wrong += [f"{name} differs" for name in ends if ends[name] != ends[SERVER]]
    counts = {stream: gseq for stream, (gseq, _) in ends[SERVER].items()}
    seen = {name: looks.picture(store) for name, store in scene.running().items()}
    scene.close()
    return wrong, json.loads(json.dumps([counts, seen]))


def _not_journalled(scene: Scene, said: Said) -> list[str]:
    """Receipts that left and that the journal lacks, as the cut left it."""
    left = {each[2] for line in said if line[0] == "receipts" for each in line[1]}
    if not left:
        return []
    scene.central.load()
    for record in scene.central.home.journal.replay():
        entry, parts = message.decode(Entry, record)
        for pack in parts[: entry.packs]:
            left -= {item.receipt.commit for item in receipt.decode_receipts(pack)}
    scene.central.stop()
    return [f"the journal lacks {commit}" for commit in sorted(left)]


def _scene(folder: Path, made: Template, seed: str) -> Scene:
    return Scene(folder, made, seed, lambda *_: None)


def _forked(work: Callable[[Callable[..., None]], None]) -> tuple[Said, int]:
    """Do work in a child; what it told, line by line, and how it ended."""
    assert len(list(Path("/proc/self/task").iterdir())) == 1, "a thread would be lost"
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        status = 0
        try:
            work(lambda *line: os.write(into, json.dumps(line).encode() + b"\n") and None)
        except BaseException:  # noqa: BLE001 - told to the parent, which says where
            os.write(into, json.dumps([traceback.format_exc()]).encode() + b"\n")
            status = 1
        finally:
            os._exit(status)
    os.close(into)
    with os.fdopen(out, "rb") as told:
        said = [json.loads(line) for line in told]
    return said, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
