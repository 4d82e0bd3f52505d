"""People of this machine and the signing keys of the one at work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from core.office.terms import Role
from desktop import clock
from desktop.changes import touches
from desktop.latest import Latest
from desktop.people import acts
from desktop.people.cards import key_row, member_row
from desktop.people.sheets import AddPersonSheet, KeySheet, PassphraseSheet, RemoveSheet
from desktop.people.token_sheet import TokenKeySheet
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.signing import key_files
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Panel, Row, fix_size
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QLayout

    from db.acting import Store
    from desktop.context import Context
    from desktop.people.acts import Face, Member
    from desktop.session import Session
    from desktop.signing.key_files import Dropped, KeyFace

CARD_WIDTH = 760


class PeopleScreen(ScreenView):
    """Two cards: who may unlock this machine; my signing keys."""

    def __init__(self, session: Session, context: Context) -> None:
        super().__init__()
        self._session, self._context = session, context
        self._asked = Latest(context)
        self._face: Face | None = None
        self.members, self.keys = Column(gap=10), Column(gap=14)
        self.add = Button("people.add", icon="person_add")
        self.change = Button("people.passphrase", icon="key")
        self.take_key = Button("people.key.import", icon="certificate")
        self.take_token = Button("people.token", icon="usb_stick")
        self.setLayout(Column(self._page(), gap=0))
        self.add.clicked.connect(lambda _checked: self._ask_person())
        self.change.clicked.connect(lambda _checked: self._ask_passphrase())
        self.take_key.clicked.connect(lambda _checked: self._ask_key())
        self.take_token.clicked.connect(lambda _checked: self._ask_token())
        context.changes.happened.connect(self._hear)
        bind(self, self._show)

    @override
    def head(self) -> Head:
        """Title and where it counts."""
        return Head(word("frame.screen.people"), word("people.subtitle"))

    @override
    def commands(self) -> tuple[Command, ...]:
        """A person is added here; keys are imported as files are everywhere."""
        return (
            Command("add", "people.add", self._ask_person, "person_add", "Ctrl+N", "primary"),
            Command("key", "people.key.import", self._ask_key, "certificate", "Ctrl+I", "bar"),
            Command("token", "people.token", self._ask_token, "usb_stick"),
            Command("passphrase", "people.passphrase", self._ask_passphrase, "key"),
        )

    @override
    def open(self, argument: object) -> None:
        """Read anew."""
        self._read()

    def _hear(self, changed: object) -> None:
        if isinstance(changed, frozenset) and touches(changed, "person", "grant"):
            self._read()

    def _read(self) -> None:
        self._asked.read(lambda store: acts.face(self._session, store), self._take)

    def _take(self, face: Face) -> None:
        self._face = face
        self._show()

    def _show(self) -> None:
        face = self._face
        if face is None:
            return
        members = [member_row(one, partial(self._ask_remove, one)) for one in face.members]
        _fill(self.members, members)
        now = clock.now_ms()
        rows = [key_row(key, now, partial(self._drop, key)) for key in face.keys]
        _fill(self.keys, rows or [Label("people.keys.none", "hint", wrap=True)])
        self.head_changed.emit()

    # -- people --------------------------------------------------------------------------------

    def _ask_person(self) -> None:
        if self._face is not None:
            others = self._face.others
            sheet = AddPersonSheet(self._context, self._session, others, self._added)
            self._context.frame.open_sheet(sheet)

    def _added(self, name: str) -> None:
        self._context.frame.toast("people.added", name=name)
        self._read()

    def _ask_remove(self, member: Member) -> None:
        sheet = RemoveSheet(self._context, self._session, member, self._removed)
        self._context.frame.open_sheet(sheet)

    def _removed(self, name: str) -> None:
        self._context.frame.toast("people.removed", name=name)
        self._read()

    def _ask_passphrase(self) -> None:
        def done() -> None:
            self._context.frame.toast("people.passphrase.done")

        self._context.frame.open_sheet(PassphraseSheet(self._context, self._session, done))

    # -- keys ----------------------------------------------------------------------------------

    def _ask_key(self) -> None:
        if self._face is not None:
            agency = Role.CLERK in self._face.me.roles
            sheet = KeySheet(self._context, "", agency=agency, then=self._kept)
            self._context.frame.open_sheet(sheet)

    def _ask_token(self) -> None:
        if self._face is not None:
            agency = Role.CLERK in self._face.me.roles
            sheet = TokenKeySheet(self._context, agency=agency, then=self._kept)
            self._context.frame.open_sheet(sheet)

    def _kept(self, _key: KeyFace) -> None:
        self._context.frame.toast("people.key.kept")
        self._read()

    def _drop(self, key: KeyFace) -> None:
        self._context.read(lambda store: key_files.drop(store, key.id), self._dropped)

    def _dropped(self, dropped: Dropped) -> None:
        def restore(store: Store) -> None:
            key_files.restore(store, dropped)

        def undo() -> None:
            self._context.read(restore, lambda _: self._read())

        self._context.frame.toast("people.key.dropped", undo)
        self._read()

    # -- looks ---------------------------------------------------------------------------------

    def _page(self) -> QWidget:
        people = _card(
            "people.members",
            self.members,
            Row(self.add, self.change, STRETCH),
            Label("people.members.note", "hint", wrap=True),
        )
        keys = _card(
            "people.keys",
            self.keys,
            Row(self.take_key, self.take_token, STRETCH),
            Label("people.keys.note", "hint", wrap=True),
        )
        column = Column(people, keys, STRETCH, gap=12, margins=(20, 20, 20, 20))
        for card in (people, keys):
            column.setAlignment(card, Qt.AlignmentFlag.AlignLeft)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setProperty("ground", "app")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(Panel("app", column))
        return scroll


def _fill(column: Column, widgets: Iterable[QWidget]) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
    for widget in widgets:
        column.addWidget(widget)


def _card(title: str, *items: QWidget | QLayout) -> Panel:
    column = Column(Label(title, "panel"), 6, gap=10, margins=(20, 14, 20, 18))
    for item in items:
        if isinstance(item, QWidget):
            column.addWidget(item)
        else:
            column.addLayout(item)
    card = Panel("card", column)
    fix_size(card, width=CARD_WIDTH)
    return card


def screen(session: Session) -> Screen:
    """The entry of the navigation; it alone needs the vault beside the store."""
    return Screen(
        "people", "system", "people", "frame.screen.people", partial(PeopleScreen, session)
    )
