"""The sign queue with a token: one login, a token pulled or a driver killed in the middle, PINs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from msgspec.structs import replace as replace_struct
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.errors import NotAllowed, SoftKeyRefused
from core.office.terms import Kind, State
from core.signing.report import Verdict
from core.signing.verify import judge
from db.acting import Store
from db.actions import reference as saying
from db.queries import documents
from desktop.commands.main import main
from desktop.keys import token_modules
from desktop.people.token_sheet import TokenKeySheet
from desktop.signing import acts, key_files, means, token_key
from desktop.signing.batch_sheet import ResultSheet
from desktop.signing.pin_sheet import PinSheet
from desktop.signing.screen import SCREEN, SigningScreen
from desktop.signing.token_key import TokenSigningKey
from tests.desktop.desk_rig import CTRL, Desk, press, write
from tests.desktop.looks import screenshot, settle
from tests.desktop.signing.test_sign_queue import finish, states, submitted
from tests.pki import authority as pki
from tests.pki import cards as rig
from tests.pki.cards import Card
from tests.pki.poppler import pdfsig
from tests.pki.softhsm import PIN

K = Qt.Key


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Card:
    cards = rig.make(tmp_path_factory.mktemp("cards"))
    card = cards.add("Thẻ chỉ huy (giả lập)")
    card.hold(pki.person("chi-huy"))
    card.hold(pki.agency(), "02")
    return card


@pytest.fixture
def card(made: Card, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Card:
    for name, value in made.cards.environ.items():
        monkeypatch.setenv(name, value)
    policy = tmp_path / "modules.txt"
    policy.write_text(f"{made.cards.spy}\n")
    monkeypatch.setattr(token_modules.modules, "__defaults__", (policy, None))
    return made


@pytest.fixture
def desk(tmp_path: Path, qtbot: object, card: Card) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.day.commander = trusting(desk, desk.day.commander)
    desk.day.clerk = trusting(desk, desk.day.clerk)
    yield desk
    desk.ring.forget()
    desk.close()


def trusting(desk: Desk, store: Store) -> Store:
    """The same machine, its unit with the trust list of the test authority."""
    texts = tuple(desk.day.paths[name].read_text() for name in ("root", "intermediate"))
    lists = (pki.crl(pki.root()), pki.crl(pki.issuing(), revoked=pki.REVOKED))
    pems = (x509.load_der_x509_crl(one).public_bytes(Encoding.PEM).decode() for one in lists)
    provision = replace_struct(store.realm.provision, trust=texts, crls=tuple(pems))
    return replace(store, realm=replace(store.realm, provision=provision))


def offered(sheet: TokenKeySheet) -> dict[str, str]:
    """Whose certificates are on offer, with the values of their lines."""
    return {one.face.subject: str(n) for n, one in enumerate(sheet._found or ())}


def chosen(desk: Desk, card: Card) -> None:
    """The commander chooses the certificate on the token in the sheet of the people screen."""
    kept: list[key_files.KeyFace] = []
    context = desk.contexts[-1]
    sheet = TokenKeySheet(context, agency=False, then=kept.append)
    context.frame.open_sheet(sheet)
    settle()
    assert len(offered(sheet)) == 2
    sheet.list.set_value(offered(sheet)["Nguyễn Văn Giả Lập"])
    screenshot(desk.windows[-1], "people-token-sheet")
    assert card.serial in sheet.detail.text()
    sheet.pin.setText(PIN)
    press(K.Key_Return, CTRL, at=sheet)
    [face] = kept
    assert (face.subject, face.use) == ("Nguyễn Văn Giả Lập", "person")
    assert face.token is not None
    assert face.token.serial == card.serial
    assert PIN.encode() not in acts.key_file(desk.day.commander, acts.PERSON).file


def sit(desk: Desk, card: Card, count: int) -> SigningScreen:
    """The commander before so many documents, his key on the token."""
    for number in range(count):
        submitted(desk, f"Về việc số {number}")
    desk.day.carry()
    desk.sit(desk.day.commander, SCREEN)
    chosen(desk, card)
    view = desk.view()
    assert isinstance(view, SigningScreen)
    view.queue.read()
    settle()
    card.cards.log().unlink(missing_ok=True)
    return view


def asked(desk: Desk) -> PinSheet:
    """Ctrl+Enter brings the PIN sheet."""
    press(K.Key_Return, CTRL)
    card = desk.windows[-1].scrim.card
    assert isinstance(card, PinSheet)
    return card


def counted(card: Card) -> tuple[int, int]:
    return card.cards.asked("C_Login"), card.cards.asked("C_Sign")


def begin(desk: Desk) -> None:
    """Enter, without letting the loop turn: the first is signed, the second waits."""
    card = desk.windows[-1].scrim.card
    assert isinstance(card, PinSheet)
    QTest.keyClick(card.edit, K.Key_Return)


def reasons(desk: Desk) -> list[str]:
    """Why documents were not signed, as the result sheet says it."""
    result = desk.windows[-1].scrim.card
    assert isinstance(result, ResultSheet)
    return [reason.text() for _, reason in result._lines]


def signed_rows(desk: Desk) -> list[str]:
    store = desk.day.commander
    view = documents.View((Kind.OUTGOING,), (State.SIGNED,))
    return [row.id for row in documents.rows(store, documents.ids(store, view))]


def test_one_login_signs_a_batch_that_every_judge_accepts(desk: Desk, card: Card) -> None:
    sit(desk, card, 3)
    sheet = asked(desk)
    assert card.serial in sheet.key.what.text()
    assert sheet.key.state.text() == "Đã cắm, sẵn sàng."
    screenshot(desk.windows[-1], "signing-pin-token")
    write(PIN)
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.SIGNED] * 3
    assert counted(card) == (1, 3)
    assert card.cards.asked("C_Logout") == 1
    assert not desk.ring._open
    store, known = desk.day.commander, desk.day.trust
    for document in signed_rows(desk):
        pdf = acts.shown(store, document).pdf
        assert judge(pdf, known, store.now()).verdict is Verdict.VALID
        signed = [said for said in pdfsig(pdf, desk.day.paths["root"]) if "not signed" not in said]
        assert len(signed) == 2, "nháy and main signature"
        assert all("Signature is Valid." in said for said in signed)
        assert all("Certificate is Trusted." in said for said in signed)


@pytest.mark.parametrize("how", ["pulled", "killed"])
def test_what_happens_to_the_token_leaves_a_clean_state(desk: Desk, card: Card, how: str) -> None:
    screen = sit(desk, card, 3)
    asked(desk)
    write(PIN)
    begin(desk)
    key = next(iter(desk.ring._open.values()))
    assert isinstance(key, TokenSigningKey)
    if how == "pulled":
        card.unplug()
    else:
        assert key._owner is not None
        child = key._owner._child._child
        assert child is not None
        child[0].kill()
    try:
        finish()
        done = states(desk).count(State.SIGNED)
        assert 1 <= done < 3
        left = 3 - done
        assert reasons(desk)[0].startswith("USB Token không còn cắm")
        assert reasons(desk)[1:] == ["Chưa ký, vẫn còn trong danh sách chờ ký."] * (left - 1)
        assert not desk.ring._open
        assert card.cards.asked("C_Login") == 1
        press(K.Key_Return)
        sheet = asked(desk)
        if how == "pulled":
            assert sheet.key.state.text().startswith("USB Token này chưa cắm")
            assert not sheet.accept.isEnabled()
            card.plug_in()
            sheet.key.look()
        assert sheet.accept.isEnabled()
    finally:
        if not card.place.exists():
            card.plug_in()
    write(PIN)
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.SIGNED] * 3
    assert screen.queue.rows == []


def test_pins_are_tried_once_and_their_state_stands_before_the_next(desk: Desk, card: Card) -> None:
    sit(desk, card, 1)
    sheet = asked(desk)
    write("314159")
    press(K.Key_Return)
    finish()
    assert counted(card) == (1, 0)
    assert sheet.field.wrong
    assert sheet.key.state.text().startswith("Mã PIN đã bị nhập sai")
    card.flag(put=rig.FINAL)
    sheet.key.look()
    assert sheet.key.state.text().startswith("Chỉ còn MỘT lần")
    screenshot(desk.windows[-1], "signing-pin-final")
    card.flag(put=rig.LOCKED)
    sheet.key.look()
    try:
        assert sheet.key.state.text().startswith("USB Token đã bị khóa")
        assert not sheet.edit.isEnabled()
        assert not sheet.accept.isEnabled()
        assert counted(card) == (1, 0)
    finally:
        card.flag(take=rig.LOCKED | rig.FINAL)


def test_where_the_unit_ends_soft_keys_only_a_token_signs(desk: Desk, card: Card) -> None:
    admin, store = desk.world.admin.store, desk.day.commander
    entry = {"code": "soft", "vi": "Khóa mềm", "en": "Soft key"}
    over = entry | {"until": (admin.today() - timedelta(days=1)).isoformat()}
    saying.set_entry(admin, "signing-means", over, new=False)
    desk.world.push(desk.world.admin)
    desk.world.pull(desk.world.commander)
    submitted(desk, "Về việc số 1")
    desk.day.carry()
    assert not means.soft_keys(store)
    with pytest.raises(SoftKeyRefused):
        acts.hand(store, desk.ring, acts.PERSON, pki.PIN)
    with pytest.raises(SoftKeyRefused):
        key_files.add(store, pki.p12(pki.person("chi-huy")), pki.PIN, "person")
    desk.sit(store, SCREEN)
    press(K.Key_Return, CTRL)
    assert "error SoftKeyRefused" in desk.heard.lines
    chosen(desk, card)
    view = desk.view()
    assert isinstance(view, SigningScreen)
    view.queue.read()
    asked(desk)
    write(PIN)
    press(K.Key_Return)
    finish()
    assert states(desk) == [State.SIGNED]


def test_the_command_tells_what_can_sign_here(
    card: Card, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["vault", "slots", "modules"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    kinds = [line[0] for line in lines]
    assert kinds[:4] == ["module", "token", "certificate", "certificate"]
    assert lines[0][1] == card.cards.spy
    assert lines[1][1:3] == [card.serial, card.label]
    assert {line[2] for line in lines if line[0] == "certificate"} == {
        "Nguyễn Văn Giả Lập",
        pki.ORGANISATION,
    }
    ways = [line[2] for line in lines if line[0] == "mechanism"]
    assert ways == [
        "RSA pss SHA256_RSA_PKCS_PSS",
        "RSA pkcs1 SHA256_RSA_PKCS",
        "RSA pkcs1 RSA_PKCS",
        "EC ecdsa ECDSA",
    ]


def test_the_agencys_certificate_is_the_clerks_to_choose(desk: Desk, card: Card) -> None:
    owner = token_key.Owner([card.cards.module])
    found = key_files.on_tokens(owner.look())
    owner.close()
    agency = next(one for one in found if one.face.subject == pki.ORGANISATION)
    with pytest.raises(NotAllowed):
        key_files.add_token(desk.day.commander, agency.ref, PIN, "agency")
    clerk = desk.day.clerk
    face = key_files.add_token(clerk, agency.ref, PIN, "agency")
    assert key_files.add_token(clerk, agency.ref, PIN, "agency") == face
    with acts.held(clerk, desk.ring, acts.AGENCY, PIN) as hand:
        assert hand.key.hardware
        assert hand.key.chain == pki.agency().chain_der
    assert not desk.ring._open
