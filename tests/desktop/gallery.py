"""Every screen of the program in one window, on the real stores of a fictional unit.

``SHOTS`` says how each screen comes up as a person brings it up; pictures of them go to
build/screens/ where ANTIN_SCREENS is set (docs/compare/make.sh pairs them with the design).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from core.errors import NoNumbersLeft
from core.office.terms import Act
from core.sync import container
from core.sync.container import FileKind
from db.queries import documents, office
from desktop import app, clock
from desktop.background import Inline
from desktop.changes import Changes
from desktop.context import Context
from desktop.crash import CrashHandler
from desktop.deadlines import digest
from desktop.drafts.screen import DraftsScreen
from desktop.frame.nav import Badge
from desktop.incoming.directive_sheet import DirectiveSheet
from desktop.incoming.screen import IncomingScreen
from desktop.keeper import Keeper
from desktop.outgoing.screen import OutgoingScreen
from desktop.pages import PageServer
from desktop.people import enrol_steps
from desktop.people.enrol_screen import EnrolScreen
from desktop.safety.safekeeping import Safekeeping
from desktop.session import APP, Session
from desktop.signing.screen import SigningScreen
from desktop.sync.state import SyncState
from desktop.sync.status import show_in
from desktop.theme.theme import theme
from desktop.unlock.door import Holder
from desktop.unlock.lock_screen import Locking, LockScreen
from desktop.window import Window
from desktop.words import word, words
from tests.desktop import gallery_lists as lists
from tests.desktop.gallery_unit import ARRIVALS, NAMES, NOW, PAPERS, FictionalUnit
from tests.desktop.looks import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from desktop.screens import ScreenView
    from tests.desktop.looks import Setting

PATIENCE: Final = 200
"""Turns of 20 ms that a screen gets to read its data and draw its pages."""


class Gallery:
    """One window in which the unit's people sit one after the other."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clock, "now_ms", lambda: NOW)
        monkeypatch.setattr(digest, "SLOTS", ())  # pictures are taken between two digests
        monkeypatch.setenv("HOME", "/srv/van-thu")
        self.unit = FictionalUnit(folder)
        self.session = self.unit.session()
        self.who = ""
        self.faults: list[str] = []
        self.pages, self.changes, self.sync = PageServer(), Changes(), SyncState()
        self.keeper = Keeper(folder)
        self.lock = LockScreen(Inline(), lambda _person, _words: None, lambda: NOW)
        crash = CrashHandler(folder / "log.txt", lambda: NOW, self.faults.append)
        self.window = Window(self.keeper, self.lock, crash)
        self.context = Context(
            lambda: self.unit.stores[self.who],
            Inline(),
            self.changes,
            self.pages,
            self.window,
            sync=self.sync,
        )
        self.sync.changed.connect(lambda: show_in(self.window.status, self.sync))
        self.lock.hide()
        self.lock.show_about(word("unlock.about", version=APP))
        self.window.show()
        self.window.activateWindow()

    def dress(self, setting: Setting) -> None:
        """Another look, language and size, live."""
        self.clear()
        words.set_language(setting.language)
        self.keeper.set_language(setting.language)
        self.keeper.set_theme(setting.theme)
        theme.show(self.keeper.wishes.look())
        self.window.resize(*setting.size)
        settle()

    def sit(self, who: str) -> None:
        """Another person's screens."""
        if self.who == who:
            return
        self.window.end_session()
        self.who = who
        store = self.unit.stores[who]
        me = office.me(store)
        unit = store.realm.provision.name
        found = app.screens(
            self.session, Safekeeping(Inline(), self.session, lambda _lane: None), me
        )
        self.window.show_session(self.context, found, Badge(me.name, me.post), unit)
        self.sync.begin(station=False)
        self.sync.show_row(office.sync(store))
        self.window.status.show_countdown(272)

    def show(self, shot: Shot) -> QWidget:
        """Bring a screen up and let it come to rest."""
        self.clear()
        self.sit(shot.who)
        shot.bring(self)
        settle()
        return self.window

    def clear(self) -> None:
        """Put away what the last one left open."""
        if self.window.covered():
            self.lock.end_way_in()
            self.window.uncover()
        self.window.scrim.close_card()
        view = self.window.stack.view()
        if isinstance(view, IncomingScreen) and view.page.isVisible():
            view.registration.discard()
            for _ in range(3):
                if view.page.isVisible():
                    view.registration.discard()
        if isinstance(view, IncomingScreen):
            view.register.filters.choose("all")
        if isinstance(view, DraftsScreen) and view.writing.isVisible():
            view.go_back()
        self.window.toasts.hide()

    def go(self, screen: str, argument: object = None) -> ScreenView:
        """The view of a screen."""
        self.window.go(screen, argument)
        view = self.window.stack.view()
        assert view is not None
        return view

    def wait(self, until: Callable[[], bool]) -> None:
        """Let timers run until something is so, and a little longer."""
        for _ in range(PATIENCE):
            QTest.qWait(20)
            if until():
                QTest.qWait(60)
                return
        raise AssertionError("it never came to rest")

    def close(self) -> None:
        """End everything."""
        self.window.end_session()
        self.window.close()
        self.window.deleteLater()
        settle()
        self.pages.stop()
        self.unit.world.close()


@dataclass(frozen=True)
class Shot:
    """A screen, who sits before it, and how it comes up."""

    name: str
    who: str
    bring: Callable[[Gallery], None]


# -- the clerk ---------------------------------------------------------------------------------


def _paper(gallery: Gallery, name: str) -> int:
    """The row number of a document that came as a file."""
    store = gallery.unit.stores[gallery.who]
    place = next(n for n, one in enumerate(ARRIVALS) if one.paper.startswith(name))
    page = documents.page(store, gallery.unit.papers[place])
    assert page is not None
    return page.row.n


def _incoming(gallery: Gallery, paper: str = "libreoffice") -> IncomingScreen:
    view = gallery.go("incoming")
    assert isinstance(view, IncomingScreen)
    gallery.wait(lambda: view.register.overview is not None)
    wanted, pane = _paper(gallery, paper), view.register.pane
    view.register.list.view.go_to(wanted)
    gallery.wait(lambda: pane.found is not None and pane.found.page.row.n == wanted)
    gallery.wait(lambda: bool(pane.document()) and pane.pdf.view.page_count > 0)
    return view


def _edit(card: QWidget) -> QLineEdit:
    edit = card.findChild(QLineEdit)
    assert isinstance(edit, QLineEdit)
    return edit


def _register(gallery: Gallery) -> None:
    _incoming(gallery)


def _queue(gallery: Gallery) -> None:
    _signing(gallery)


def _registration(gallery: Gallery) -> None:
    gallery.go("incoming")
    names = ("libreoffice-cong-van", "qt-giay-moi", "cairo-thong-bao")
    paths = [str(PAPERS / f"{name}.pdf") for name in names]
    view = gallery.go("incoming", paths)
    assert isinstance(view, IncomingScreen)
    gallery.wait(lambda: view.page.scan.pdf.view.page_count > 0)
    view.page.form.due.setText("+5")
    view.page.form.due.settle()
    QTest.qWait(400)


def _issue(gallery: Gallery) -> None:
    _outgoing(gallery)
    view = gallery.go("outgoing")
    next(one for one in view.commands() if one.id == "issue").run()


def _outgoing(gallery: Gallery, tab: int = 0) -> None:
    view = gallery.go("outgoing")
    assert isinstance(view, OutgoingScreen)
    store = gallery.unit.stores[gallery.who]
    page = documents.page(store, gallery.unit.letters[-2])
    assert page is not None
    view.list.view.go_to(page.row.n)
    view.detail.tabs.choose(tab)
    gallery.wait(
        lambda: view.detail.pdf.view.page_count > 0 and view.detail.verdict.report is not None
    )


def _export(gallery: Gallery) -> None:
    view = gallery.go("sync")
    next(one for one in view.commands() if one.id == "export").run()


def _simple(screen: str, gallery: Gallery) -> None:
    gallery.go(screen)
    QTest.qWait(120)


def _palette(gallery: Gallery) -> None:
    _incoming(gallery)
    gallery.window.hub.show_palette()
    card = gallery.window.scrim.card
    assert card is not None
    _edit(card).setText("ke hoach")
    QTest.qWait(300)


def _keys(gallery: Gallery) -> None:
    _incoming(gallery)
    gallery.window.hub.show_keys()


def _error(gallery: Gallery) -> None:
    _incoming(gallery)
    gallery.window.show_error(NoNumbersLeft(first="1271", last="1370", end="1370"))


# -- commander and officer ---------------------------------------------------------------------


def _directive(gallery: Gallery) -> None:
    view = _incoming(gallery)
    view.dispatch.begin(Act.DIRECT)
    card = gallery.window.scrim.card
    assert isinstance(card, DirectiveSheet)
    card.text.setPlainText("Giao Phòng Tham mưu chủ trì; báo cáo tôi trước 16 giờ ngày 24/11.")
    card.lead.setText(NAMES["si"][0])
    card.due.setText("+3")
    card.due.settle()


def _signing(gallery: Gallery) -> SigningScreen:
    view = gallery.go("signing")
    assert isinstance(view, SigningScreen)
    gallery.wait(lambda: bool(view.list.chosen()))
    place = next(one for one in view.list.chosen() if one.row.urgency == "urgent")
    view.list.view.go_to(place.row.n)
    gallery.wait(lambda: view.preview.pdf.view.page_count > 0)
    return view


def _pin(gallery: Gallery) -> None:
    view = _signing(gallery)
    view.ask()
    card = gallery.window.scrim.card
    assert card is not None
    _edit(card).setText("123456")


def _drafts(gallery: Gallery) -> None:
    view = gallery.go("drafts")
    assert isinstance(view, DraftsScreen)
    gallery.wait(lambda: view.list.pdf.view.page_count > 0)


def _editor(gallery: Gallery) -> None:
    view = gallery.go("drafts", ("open", gallery.unit.letters[0]))
    assert isinstance(view, DraftsScreen)
    gallery.wait(lambda: view.writing.pdf.view.page_count > 0)


# -- the door ----------------------------------------------------------------------------------


def _locked(gallery: Gallery) -> None:
    gallery.go("incoming")
    gallery.window.cover(Locking("idle", NOW, 5))
    people = gallery.unit.world.people
    holders = [Holder(people[who], NAMES[who][0], NAMES[who][2]) for who in ("van", "si")]
    gallery.lock.show_holders(holders, people["van"])
    gallery.lock.take_focus()


def _enrol(step: enrol_steps.Step, gallery: Gallery) -> None:
    file = gallery.unit.folder / "cap-phat.antin"
    provision = gallery.unit.world.unit.provision
    file.write_bytes(container.write_json(FileKind.PROVISION, provision))
    empty = gallery.unit.folder / "may-moi"
    empty.mkdir(exist_ok=True)
    card = EnrolScreen(Session(empty), Inline())
    gallery.window.cover(Locking("start", NOW))
    gallery.lock.show_way_in(card, "people.enrol.title", "people.enrol.reason")
    card.begin()
    if step is not enrol_steps.UNIT:
        card._read_unit({"provision": str(file)})
    if step not in (enrol_steps.UNIT, enrol_steps.COMPARE):
        card._ask(step)
    gallery.lock.take_focus()


SHOTS: Final = (
    Shot("home", "commander", partial(lists.work, name="unit_open")),
    Shot("home-drafts", "officer", partial(lists.work, name="lead")),
    Shot("filter", "clerk", lists.filter_sheet),
    Shot("incoming", "clerk", _register),
    Shot("incoming-format", "clerk", lists.format_sheet),
    Shot("incoming-filtered", "clerk", lists.narrowed),
    Shot("columns", "clerk", partial(lists.narrowed, arranging=True)),
    Shot("registration", "clerk", _registration),
    Shot("outgoing", "clerk", _outgoing),
    Shot("outgoing-signatures", "clerk", partial(_outgoing, tab=1)),
    Shot("outgoing-follow-up", "clerk", partial(_outgoing, tab=2)),
    Shot("outgoing-issue", "clerk", _issue),
    Shot("dossiers", "clerk", partial(_simple, "dossiers")),
    Shot("books", "clerk", partial(_simple, "books")),
    Shot("sync", "clerk", partial(_simple, "sync")),
    Shot("export", "clerk", _export),
    *(
        Shot(name, "clerk", partial(_simple, name))
        for name in ("people", "deadlines", "reports", "catalogues", "preferences", "conflicts")
    ),
    Shot("error", "clerk", _error),
    Shot("palette", "clerk", _palette),
    Shot("keys", "clerk", _keys),
    Shot("lock", "clerk", _locked),
    Shot("enrol-unit", "clerk", partial(_enrol, enrol_steps.UNIT)),
    Shot("enrol-compare", "clerk", partial(_enrol, enrol_steps.COMPARE)),
    Shot("enrol-who", "clerk", partial(_enrol, enrol_steps.WHO)),
    Shot("enrol-secret", "clerk", partial(_enrol, enrol_steps.SECRET)),
    Shot("drafts", "officer", _drafts),
    Shot("editor", "officer", _editor),
    Shot("versions", "officer", lists.compared),
    Shot("signing", "commander", _queue),
    Shot("pin", "commander", _pin),
    Shot("directive", "commander", _directive),
    Shot("delegations", "commander", partial(_simple, "delegations")),
)
