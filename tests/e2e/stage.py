"""The stage of the play: its folders, its machines and people, and what is noted on the way."""

from __future__ import annotations

import json
import shutil
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.e2e import pki
from tests.e2e.acts import CLERKS, SIGNERS, Someone
from tests.e2e.desk import Desk
from tests.e2e.office import Administrator, Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLERK: Final = Someone("mau", "Nguyễn Thị Mẫu", "bốn con dấu đỏ 999", CLERKS)
OFFICER: Final = Someone("thi-du", "Trần Văn Thí Dụ", "bản đồ giả lập 9991")
COMMANDER: Final = Someone("gia-dinh", "Lê Văn Giả Định", "sáng mai diễn tập 18", SIGNERS)
HEAD: Final = Someone("minh-hoa", "Vũ Văn Minh Họa", "máy thứ ba mới cấp", SIGNERS)
ADMINISTRATOR: Final = Someone("kiem-thu", "Đỗ Văn Kiểm Thử", "quản trị viên giả lập 12")
ROOT_WORDS: Final = "khóa gốc cất trong két sắt"
WORKSTATION, LAPTOP, THIRD = "Máy văn thư", "Máy chỉ huy", "Máy Ban Tác huấn"
KEYED: Final = (OFFICER.id, COMMANDER.id, CLERK.id)


@dataclass
class Step:
    """One step of the report: what was done, how long it took, what was found."""

    number: str
    title: str
    seconds: float = 0.0
    facts: list[str] = field(default_factory=list)
    shots: list[str] = field(default_factory=list)


class Stage:
    """Everything of one run, below one folder that is made anew."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.stores, self.shots, self.logs = (out / name for name in ("stores", "shots", "logs"))
        self.carried, self.exports, self.given = (out / n for n in ("carried", "out", "given"))
        shutil.rmtree(out, ignore_errors=True)
        for folder in (self.stores, self.shots, self.logs, self.carried, self.exports, self.given):
            folder.mkdir(parents=True)
        self.keys = pki.make(self.given / "keys", KEYED)
        self.server = Server(self.stores / "server", self.logs)
        self.administrator = Administrator(self.stores / "administrator", ADMINISTRATOR.words)
        self.steps: list[Step] = []
        self.found: dict[str, Any] = {}
        self._left = ExitStack()
        self.desks: dict[str, Desk] = {}

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *error: Any) -> None:
        if error[0] is not None:
            self.picture_all("failed")
        self._left.close()
        if self.server.process is not None:
            self.server.stop()

    # -- machines ------------------------------------------------------------------------------

    def desk(self, name: str) -> Desk:
        """Set up a machine with a screen, and open the program on it."""
        desk = self.desks[name] = Desk(name, self.stores / name, self.logs)
        self._left.enter_context(desk)
        desk.start()
        return desk

    @property
    def clerk(self) -> Desk:
        """The clerk's workstation, which the officer uses too."""
        return self.desks["workstation"]

    @property
    def commander(self) -> Desk:
        """The commander's laptop."""
        return self.desks["laptop"]

    @property
    def third(self) -> Desk:
        """The machine that comes last."""
        return self.desks["third"]

    # -- notes ---------------------------------------------------------------------------------

    @contextmanager
    def step(self, number: str, title: str) -> Iterator[Step]:
        """A step of the play, timed."""
        step = Step(number, title)
        self.steps.append(step)
        begun = time.monotonic()
        print(f"{number}. {title}", flush=True)
        yield step
        step.seconds = round(time.monotonic() - begun, 1)

    def shot(self, desk: Desk, name: str) -> None:
        """A picture of a desk, numbered through the play."""
        desk.settle()
        number = len(list(self.shots.glob("*.png"))) + 1
        path = self.shots / f"{number:02}-{name}.png"
        desk.picture(path)
        self.steps[-1].shots.append(path.name)

    def note(self, fact: str) -> None:
        """Something found, for the report."""
        self.steps[-1].facts.append(fact)
        print(f"   {fact}", flush=True)

    def picture_all(self, name: str) -> None:
        """What every screen shows, where something went wrong."""
        for desk in self.desks.values():
            desk.picture(self.logs / f"{name}-{desk.name}.png")

    def keep_notes(self) -> None:
        """Write down what was found, for tests that look at a run afterwards."""
        steps = [vars(step) for step in self.steps]
        notes = {"steps": steps, "found": self.found}
        text = json.dumps(notes, ensure_ascii=False, indent=1)
        (self.out / "notes.json").write_text(text, "utf-8")
