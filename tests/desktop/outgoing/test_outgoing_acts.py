"""What is done with outgoing documents beside signing, by keys, on real stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from core.office import workflow
from core.office.terms import Act, Kind, State
from core.office.true_copies import ACTS
from db import facts
from db.acting import Store
from db.actions import books, dispatching, outgoing
from db.actions.dispatching import Loan, Receipt, Sending
from db.queries import checks, dispatches, documents, office
from desktop.outgoing.acts import DOINGS, Extra, doings
from desktop.outgoing.book import book_of
from desktop.outgoing.gathered import gather
from desktop.outgoing.screen import SCREEN, OutgoingScreen
from desktop.outgoing.steps import NAMES, Mark, steps
from desktop.printing.sheet import PrintSheet
from desktop.signing import acts
from tests.db.letter_rig import Letters
from tests.desktop import looks
from tests.desktop.outgoing.stage import Stage


@pytest.fixture
def letters(tmp_path: Path) -> Iterator[Letters]:
    made = Letters(tmp_path)
    yield made
    made.close()


@pytest.fixture
def stage(letters: Letters, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path, letters.clerk, (SCREEN,))
    yield made
    made.close()


def screen(stage: Stage) -> OutgoingScreen:
    view = stage.window.stack.view()
    assert isinstance(view, OutgoingScreen)
    return view


def show(stage: Stage, store: Store, document: str) -> OutgoingScreen:
    """The document, as somebody sees it."""
    stage.store = store
    stage.window.go("outgoing", ("document", document))
    stage.context.changes.emit(frozenset({("document", document)}))
    view = screen(stage)
    stage.settle(
        lambda: (
            view.detail.page is not None
            and view.detail.page.row.id == document
            and view.detail.found is not None
            and view.detail.found.roles == office.me(store).roles
        )
    )
    view.list.view.setFocus()
    return view


def run(stage: Stage, act: str) -> None:
    """Choose an act from the commands."""
    next(one for one in screen(stage).commands() if one.id == act).run()


def dispatched(letters: Letters) -> str:
    document = letters.sealed()
    sendings = [Sending("Phòng Tham mưu", "hand"), Sending("Trung đoàn 9991", "post", 2, 1)]
    dispatching.dispatch(letters.clerk, document, sendings)
    return document


def words_of(widget: object) -> str:
    return " ".join(label.text() for label in looks.visible(widget, QLabel))  # type: ignore[arg-type]


def marks(store: Store, document: str) -> dict[str, Mark]:
    found = gather(store, document)
    assert found is not None
    return dict(steps(found))


def test_content_and_format_are_checked_by_two_people(letters: Letters, stage: Stage) -> None:
    document = letters.initialled()
    show(stage, letters.head, document)
    stage.press("F9")
    stage.type("Dung so lieu.")
    stage.press("Ctrl+Return")
    stage.settle(lambda: len(checks.checks(letters.head, document)) == 1)
    assert marks(letters.head, document)["format"] is Mark.NOW
    show(stage, letters.checker, document)
    stage.press("F9")
    stage.press("Ctrl+Return")
    stage.settle(lambda: len(checks.checks(letters.head, document)) == 2)
    told = [
        (one.act, one.name, one.opinion, one.holds) for one in checks.checks(letters.head, document)
    ]
    assert told == [
        (Act.CHECK_CONTENT, "Người truong", "Dung so lieu.", True),
        (Act.CHECK_FORMAT, "Người kiem", "", True),
    ]
    assert "Dung so lieu." in words_of(_follow_up(stage))
    assert stage.faults == []


def _follow_up(stage: Stage) -> object:
    detail = screen(stage).detail
    detail.show_follow_up()
    stage.settle(lambda: bool(words_of(detail.follow_up)))
    return detail.follow_up


def test_a_return_says_why(letters: Letters, stage: Stage) -> None:
    document = letters.initialled()
    show(stage, letters.checker, document)
    stage.press("F8")
    stage.press("Ctrl+Return")
    assert stage.window.scrim.card is not None
    assert letters.state(document) == State.INITIALLED
    stage.type("sai the thuc")
    stage.press("Ctrl+Return")
    stage.settle(lambda: letters.state(document) == State.DRAFT)


def test_sent_to_whom_is_ticked_and_to_others(letters: Letters, stage: Stage) -> None:
    document = letters.sealed()
    show(stage, letters.clerk, document)
    stage.press("F9")
    stage.press("Space")  # not to the first
    stage.press("Tab")
    stage.press("Tab")
    stage.type("Trung doan 9992; Trung doan 9993")
    stage.press("Tab")
    stage.type("5")  # by fax
    stage.press("Ctrl+Return")
    stage.settle(lambda: letters.state(document) == State.ISSUED)
    found = [(one.recipient, one.way) for one in dispatches.dispatches(letters.clerk, document)]
    named = ("Trung đoàn 9991", "Trung doan 9992", "Trung doan 9993")
    assert found == [(one, "fax") for one in named]
    assert stage.faults == []


def test_a_document_is_not_issued_to_nobody(letters: Letters, stage: Stage) -> None:
    document = letters.sealed()
    show(stage, letters.clerk, document)
    stage.press("F9")
    stage.press("Space")
    stage.press("Tab")
    stage.press("Space")
    stage.press("Ctrl+Return")
    assert stage.window.scrim.card is not None
    assert letters.state(document) == State.SEALED
    stage.press("Esc")
    assert stage.window.scrim.card is None


def test_receipts_of_all_at_once(letters: Letters, stage: Stage) -> None:
    document = dispatched(letters)
    show(stage, letters.clerk, document)
    stage.press("F9")
    stage.press("Ctrl+Return")
    stage.settle(lambda: letters.state(document) == State.RECEIVED)
    assert dispatches.waiting(letters.clerk) == []
    assert set(marks(letters.clerk, document).values()) == {Mark.DONE}
    stage.settle(lambda: "confirm_receipt" not in {one.id for one in screen(stage).commands()})


def test_receipts_of_many_documents(letters: Letters, stage: Stage) -> None:
    one, other = dispatched(letters), dispatched(letters)
    show(stage, letters.clerk, one)
    run(stage, "receipts")
    stage.press("Space")  # the first of the first, then the first of the second
    for _ in range(2):
        stage.press("Tab")
    stage.press("Space")
    stage.press("Ctrl+Return")
    stage.settle(lambda: letters.state(other) == State.RECEIVED)
    assert letters.state(one) == State.RECEIVED
    left = [(item.code, item.sent.recipient) for item in dispatches.waiting(letters.clerk)]
    assert len(left) == 2
    assert {code for code, _ in left} == {"01/SĐ999-TM", "02/SĐ999-TM"}
    assert stage.faults == []


def test_a_type_with_a_book_of_its_own_is_numbered_there(letters: Letters) -> None:
    assert book_of(letters.clerk, "cong-van") == letters.book
    admin = letters.world.admin
    own = books.open_register(admin.store, "outgoing", "Sổ quyết định", "", 2026, ("quyet-dinh",))
    letters.world.push(admin)
    letters.world.pull(letters.world.clerk)
    assert book_of(letters.clerk, "quyet-dinh") == own.entity
    assert book_of(letters.clerk, "cong-van") == letters.book


def test_a_recall_names_the_document_and_tells_the_receivers(
    letters: Letters, stage: Stage
) -> None:
    document = dispatched(letters)
    show(stage, letters.commander, document)
    run(stage, "recall")
    sheet = stage.window.scrim.card
    assert "01/SĐ999-TM" in words_of(sheet)
    stage.press("Ctrl+Return")
    assert letters.state(document) == State.ISSUED
    stage.type("sai tham quyen")
    stage.press("Ctrl+Return")
    stage.settle(lambda: letters.state(document) == State.RECALLED)
    stage.settle(lambda: "notice" in {one.id for one in screen(stage).commands()})
    run(stage, "notice")
    told = words_of(_follow_up(stage))
    assert "sai tham quyen" in told
    assert "01/SĐ999-TM · Sư đoàn Bộ binh 999 (giả lập)" in told
    assert "Phòng Tham mưu, Trung đoàn 9991" in told


def test_a_number_is_cancelled_only_with_a_reason_and_kept_on_escape(
    letters: Letters, stage: Stage
) -> None:
    document = letters.numbered()
    show(stage, letters.clerk, document)
    run(stage, "cancel")
    stage.press("Esc")
    assert letters.state(document) == State.NUMBERED
    run(stage, "cancel")
    stage.type("trung so")
    stage.press("Ctrl+Return")
    stage.settle(lambda: letters.state(document) == State.CANCELLED)
    assert marks(letters.clerk, document)["seal"] is Mark.AHEAD
    assert Mark.NOW not in marks(letters.clerk, document).values()


def test_the_file_copy_is_lent_and_comes_back(letters: Letters, stage: Stage) -> None:
    document = dispatched(letters)
    show(stage, letters.clerk, document)
    run(stage, "lend")
    stage.type("Nguoi muon")
    stage.press("Tab")
    stage.type("Thu truong")
    stage.press("Ctrl+Return")
    stage.settle(lambda: len(dispatches.loans(letters.clerk, document)) == 1)
    stage.settle(lambda: "restore" in {one.id for one in screen(stage).commands()})
    assert "lend" not in {one.id for one in screen(stage).commands()}
    run(stage, "restore")
    stage.settle(lambda: dispatches.loans(letters.clerk, document)[0].returned is not None)


def test_submitting_is_undone_while_it_is_said(letters: Letters, stage: Stage) -> None:
    document = letters.checked()
    show(stage, letters.officer, document)
    stage.press("Ctrl+Return")
    stage.press("Ctrl+Return")
    stage.settle(lambda: letters.state(document) == State.TO_SIGN)
    stage.press("Ctrl+Z")
    stage.settle(lambda: letters.state(document) == State.DRAFT)


def test_every_act_of_the_table_is_offered_somewhere() -> None:
    elsewhere = {Act.DRAFT, Act.EDIT, Act.SIGN, Act.TAKE_OVER, *ACTS.values()}
    table = {move.act for move in workflow.TABLE if move.kind is Kind.OUTGOING}
    assert {one.act for one in DOINGS} == (table - elsewhere) | set(Extra)


def test_what_is_offered_follows_from_role_and_step(letters: Letters) -> None:
    document = dispatched(letters)
    offered: Callable[[Store], set[str]] = lambda store: {  # noqa: E731
        doing.act
        for doing in doings(gather(store, document))  # type: ignore[arg-type]
    }
    assert offered(letters.commander) == {Act.RECALL, Extra.CORRECT, Extra.REPLACE, Extra.PRINT}
    clerk = {Act.CONFIRM_RECEIPT, Act.FILE, Extra.SEND, Extra.LEND, Extra.CORRECT, Extra.REPLACE}
    assert offered(letters.clerk) == clerk | {Extra.PRINT, Extra.COPY}
    dispatching.recall(letters.commander, document, "sai")
    assert offered(letters.clerk) == {Extra.LEND, Extra.REPLACE, Extra.NOTICE, Extra.PRINT}


def test_the_file_is_printed_or_saved_as_it_stands_and_that_is_an_act(
    letters: Letters, stage: Stage, tmp_path: Path
) -> None:
    document = dispatched(letters)
    show(stage, letters.clerk, document)
    stage.press("Ctrl+P")
    stage.settle(lambda: isinstance(stage.window.scrim.card, PrintSheet))
    file = acts.shown(letters.clerk, document)
    assert stage.window.scrim.card._papers.content == file.pdf
    stage.press("Ctrl+S")
    stage.press("Ctrl+A")
    stage.type(str(tmp_path / "di.pdf"))
    stage.press("Return")
    stage.settle((tmp_path / "di.pdf").exists)
    assert documents.story(letters.clerk, document)[-1].kinds == ("document.export",)
    with letters.clerk.engine.begin() as connection:
        state = facts.states(connection, [("document", document)])["document", document]
    [[_, said]] = state["lists"]["exports"]
    assert said["blob"] == file.blob


def test_the_way_of_a_document(letters: Letters) -> None:
    now = lambda document: [  # noqa: E731
        name for name, mark in marks(letters.clerk, document).items() if mark is Mark.NOW
    ]
    assert now(letters.drafted()) == ["draft"]
    assert now(letters.initialled()) == ["content"]
    assert now(letters.checked()) == ["sign"]
    assert now(letters.signed()) == ["number"]
    assert now(letters.sealed()) == ["issue"]
    skipped = letters.initialled()
    outgoing.submit(letters.officer, skipped)
    found = marks(letters.clerk, skipped)
    assert (found["content"], found["format"], found["sign"]) == (
        Mark.MISSING,
        Mark.MISSING,
        Mark.NOW,
    )
    assert tuple(found) == NAMES


def _busy(letters: Letters) -> str:
    """A document to which everything happened."""
    document, day = dispatched(letters), letters.clerk.today().isoformat()
    [first, _] = dispatches.dispatches(letters.clerk, document)
    dispatching.receive(letters.clerk, document, [Receipt(first.op, day, "Trung úy Trần Văn Nhận")])
    loan = Loan("Đại úy Lê Văn Mượn", day, "Người chi", day, "Đối chiếu số liệu")
    dispatching.lend(letters.clerk, document, loan)
    return document


@pytest.mark.parametrize("setting", looks.every_look(), ids=lambda setting: setting.name)
def test_looks_of_sheets_and_follow_up(
    letters: Letters, stage: Stage, setting: looks.Setting
) -> None:
    ready, checking, busy = letters.sealed(), letters.initialled(), _busy(letters)
    sent = dispatched(letters)
    with looks.dressed(setting):
        looks.shown(stage.window, setting.size)
        for store, document, act in (
            (letters.clerk, ready, "issue"),
            (letters.clerk, ready, "cancel"),
            (letters.head, checking, "check_content"),
            (letters.clerk, busy, "confirm_receipt"),
            (letters.clerk, sent, "receipts"),
            (letters.clerk, sent, "lend"),
            (letters.commander, busy, "recall"),
        ):
            show(stage, store, document)
            if store is not letters.head:
                screen(stage).detail.show_follow_up()
            run(stage, act)
            _look(stage, f"outgoing-{act}-{setting.name}")
            stage.press("Esc")
        dispatching.recall(letters.commander, busy, "sai thẩm quyền ban hành")
        show(stage, letters.clerk, busy)
        screen(stage).detail.show_follow_up()
        _look(stage, f"outgoing-follow-up-{setting.name}")


def _look(stage: Stage, name: str) -> None:
    looks.settle()
    looks.assert_not_clipped(stage.window)
    looks.assert_named(stage.window)
    looks.screenshot(stage.window, name)


def test_the_history_tells_it_in_words(letters: Letters, stage: Stage) -> None:
    document = _busy(letters)
    dispatching.dispatch(letters.clerk, document, [Sending("Trung đoàn 9993", "hand")])
    dispatching.recall(letters.commander, document, "sai căn cứ")
    detail = show(stage, letters.clerk, document).detail
    detail.tabs.choose(3)
    stage.settle(lambda: "sai căn cứ" in words_of(detail.story))
    told = words_of(detail.story)
    for words in ("Thu hồi", "Gửi thêm nơi nhận", "Trung đoàn 9993", "Cho mượn bản lưu", "“Đạt.”"):
        assert words in told
    assert "Cập nhật" not in told
    _look(stage, "outgoing-story")
