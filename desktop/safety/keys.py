"""What the buttons of the keys card do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from core.errors import WorkStopped
from desktop.background import Lane
from desktop.latest import Latest
from desktop.safety import work
from desktop.safety.key_sheets import RekeyingSheet, RekeySheet, TokenSheet
from desktop.safety.keys_card import TOKEN, KeysCard

if TYPE_CHECKING:
    from desktop.context import Context
    from desktop.safety.safekeeping import Safekeeping
    from desktop.session import Session


class Keys(QObject):
    """The card of the keys and the work behind it."""

    def __init__(self, session: Session, keeping: Safekeeping, context: Context) -> None:
        self.card = KeysCard()
        super().__init__(self.card)
        self._session, self._keeping, self._context = session, keeping, context
        self._asked = Latest(context)
        self._over: RekeyingSheet | None = None
        self.card.add.clicked.connect(self._add)
        self.card.drop_token.clicked.connect(lambda _checked: self._drop_token())
        self.card.rekey.clicked.connect(self._ask_rekey)
        keeping.closing.connect(self._stand_over)
        keeping.rekeyed.connect(self._rekeyed)

    def show(self) -> None:
        """Who may open the store now."""
        session = self._session
        self._asked.run(Lane.DATABASE, lambda: work.keys_face(session), self.card.show_face)

    def _add(self) -> None:
        self._context.frame.open_sheet(TokenSheet(self._context, self._session, self._added))

    def _added(self) -> None:
        self._context.frame.toast("safety.token.added")
        self.show()

    def _drop_token(self) -> None:
        def dropped(_none: None) -> None:
            self._context.frame.toast("safety.token.dropped")
            self.show()

        self._asked.run(Lane.DATABASE, partial(work.drop_way, self._session, TOKEN), dropped)

    def _ask_rekey(self) -> None:
        self._context.frame.open_sheet(RekeySheet(self._keeping.rekey))

    def _stand_over(self) -> None:
        if (job := self._keeping.job) is not None:
            self._over = RekeyingSheet(job)
            self._context.frame.open_sheet(self._over)

    def _rekeyed(self, error: Exception | None) -> None:
        over, self._over = self._over, None
        if over is not None and isValid(over):
            over.finish()
        if error is None:
            self._context.frame.toast("safety.rekeyed")
        elif not isinstance(error, WorkStopped):
            self._context.frame.show_error(error)
        self.show()
