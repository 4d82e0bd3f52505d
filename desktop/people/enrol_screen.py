"""Enrolment in the place of the lock screen's door: step by step, then the wait for an answer."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.errors import AntinError, ServerUnreachable
from desktop.background import Lane
from desktop.people import enrol_acts
from desktop.people import enrol_steps as steps
from desktop.people.step_form import StepForm
from desktop.people.unit_face import unit_face
from desktop.people.wait_card import WaitCard
from desktop.session import Founding
from desktop.widgets.layouts import Column, fix_size

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from core.commits.trust import ServerPlace
    from desktop.background import Background
    from desktop.people.enrol_acts import UnitFile
    from desktop.people.enrol_steps import Step
    from desktop.session import Session

    T = TypeVar("T")

WIDTH: Final = 520
EVERY_MS: Final = 2000


class EnrolScreen(QWidget):
    """``enrolled`` carries who is unlocked now; ``failed`` an error that is no matter of
    enrolment."""

    enrolled = Signal(str)
    failed = Signal(Exception)

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__()
        self._session, self._background = session, background
        self._unit: UnitFile | None = None
        self._answers: dict[str, str] = {"machine": platform.node()}
        self._request = b""
        self._place: ServerPlace | None = None
        self._card: StepForm | WaitCard | None = None
        self._column = Column(gap=0)
        self.setLayout(self._column)
        fix_size(self, width=WIDTH)
        self._again = QTimer(self, interval=EVERY_MS, singleShot=True)
        self._again.timeout.connect(self._poll)

    def begin(self) -> None:
        """Ask from the first step."""
        self._ask(steps.UNIT)

    def wait(self, *, send: bool) -> None:
        """The vault is open and its request waits; with ``send`` the server is asked at once."""

        def show(found: tuple[bytes, ServerPlace | None]) -> None:
            self._request, self._place = found
            self._show_wait()
            if send and self._place is not None:
                self._poll()

        self._run(Lane.DATABASE, self._session.request, show)

    def stop(self) -> None:
        """Ask nobody any more."""
        self._again.stop()

    # -- steps ---------------------------------------------------------------------------------

    def _ask(self, step: Step) -> None:
        extra = unit_face(self._unit) if step is steps.COMPARE and self._unit else None
        form = StepForm(step, self._answers, extra, first=step is steps.UNIT)
        form.answered.connect(lambda answers: self._take(step, answers))
        form.back.connect(lambda: self._go_back(step))
        self._show(form)

    def _go_back(self, step: Step) -> None:
        if step.place:
            self._ask(_ORDER[step.place - 2])
        else:
            self._show_wait()

    def _take(self, step: Step, answers: dict[str, str]) -> None:
        self._answers |= {name: text for name, text in answers.items() if name not in _SECRET}
        self._acts()[step.name](answers)

    def _acts(self) -> dict[str, Callable[[dict[str, str]], None]]:
        return {
            "unit": self._read_unit,
            "compare": lambda _: self._ask(steps.WHO),
            "who": lambda _: self._ask(steps.SECRET),
            "secret": self._found,
            "new_code": self._renew,
            "save": self._save,
            "load": self._load,
        }

    def _read_unit(self, answers: dict[str, str]) -> None:
        path = Path(answers["provision"].strip())

        def show(unit: UnitFile) -> None:
            self._unit = unit
            self._answers |= unit.answers
            self._ask(steps.COMPARE)

        self._run(Lane.DATABASE, lambda: enrol_acts.read_unit(path), show)

    def _found(self, answers: dict[str, str]) -> None:
        if self._unit is None:
            return
        known = self._answers
        founding = Founding(
            self._unit.data, known["code"], known["machine"], known["person"], answers["first"]
        )
        self._run(
            Lane.DATABASE, lambda: self._session.found(founding), lambda _: self.wait(send=False)
        )

    def _renew(self, answers: dict[str, str]) -> None:
        self._run(
            Lane.DATABASE,
            lambda: self._session.ask_again(answers["code"], answers["machine"]),
            lambda _: self.wait(send=False),
        )

    # -- the wait ------------------------------------------------------------------------------

    def _show_wait(self) -> None:
        self._answers.pop("code", None)
        card = WaitCard(server=self._place is not None)
        card.send.connect(self._poll)
        for wish, step in (
            (card.save, steps.SAVE),
            (card.load, steps.LOAD),
            (card.renew, steps.NEW_CODE),
        ):
            wish.connect(lambda step=step: self._ask(step))
        self._show(card)

    def _poll(self) -> None:
        if self._place is not None and isinstance(card := self._card, WaitCard):
            card.show_stage("waiting")
            self._background.run(Lane.NETWORK, self._session.asked, self._hear, self._not_heard)

    def _hear(self, certified: bool) -> None:
        """Certified: the store opens, and nothing else can be begun meanwhile."""
        if certified:
            self.setEnabled(False)
            self._run(Lane.DATABASE, self._session.enter, self.enrolled.emit)
        else:
            self._again.start()

    def _not_heard(self, error: Exception) -> None:
        if isinstance(error, ServerUnreachable) and isinstance(self._card, WaitCard):
            self._card.show_stage("offline")
            self._again.start()
        else:
            self._fail(error)

    def _save(self, answers: dict[str, str]) -> None:
        path, data = Path(answers["request"].strip()), self._request
        self._run(Lane.DATABASE, lambda: enrol_acts.save(path, data), lambda _: self._show_wait())

    def _load(self, answers: dict[str, str]) -> None:
        path = Path(answers["answer"].strip())
        self._run(
            Lane.DATABASE,
            lambda: self._session.finish(enrol_acts.read(path)),
            lambda _: self._hear(certified=True),
        )

    # -- inside --------------------------------------------------------------------------------

    def _run(self, lane: Lane, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._background.run(lane, work, done, self._fail)

    def _fail(self, error: Exception) -> None:
        card = self._card
        self.setEnabled(True)
        if not isinstance(error, AntinError):
            self.failed.emit(error)
        elif isinstance(card, StepForm):
            card.fail(error)
        elif card is not None:
            card.show_error(error)

    def _show(self, card: StepForm | WaitCard) -> None:
        before, self._card = self._card, card
        if before is not None:
            self._column.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._column.addWidget(card)
        card.show()
        card.start()


_ORDER: Final = (steps.UNIT, steps.COMPARE, steps.WHO, steps.SECRET)
_SECRET: Final = frozenset({"first", "again"})
