"""A token on the command line: listed, put beside the passphrase, in its place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from core.errors import TokenLocked
from desktop.commands import token_pin
from desktop.commands.main import main
from desktop.keys import token_modules
from desktop.keys.token_values import PinState, TokenFace
from desktop.session import Session
from tests.desktop.app.homes import PASSPHRASES, Homes, make_homes
from tests.pki import softhsm
from tests.pki.softhsm import PIN, Token

WORDS, NEW = PASSPHRASES["chi"], "xoong rỉ đội mưa kể chuyện"
Run = Callable[..., int]


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Token:
    """A token whose module the policy names."""
    token = softhsm.make(tmp_path / "token")
    monkeypatch.setenv("SOFTHSM2_CONF", token.environ["SOFTHSM2_CONF"])
    monkeypatch.setenv("ANTIN_LANGUAGE", "en")
    policy = tmp_path / "modules.txt"
    policy.write_text(token.module)
    monkeypatch.setattr(token_modules.modules, "__defaults__", (policy, ()))
    return token


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    return make_homes(tmp_path)


def vault(home: Path, *words: str, secrets: str = "") -> int:
    """``antin vault …`` on a home with secrets handed over; the exit code."""
    reading, writing = os.pipe()
    os.write(writing, secrets.encode())
    os.close(writing)
    try:
        return main(["vault", *words, "--home", str(home), "--passphrase-fd", str(reading)])
    finally:
        os.close(reading)


def test_beside_the_passphrase_and_in_its_place(
    homes: Homes, token: Token, capsys: pytest.CaptureFixture[str]
) -> None:
    home = homes.commander
    assert vault(home, "slots", "tokens") == 0
    label, pin, name, key = capsys.readouterr().out.strip().split("\t")
    assert (label, pin, key) == (token.label, "fine", "khóa mở kho")
    assert vault(home, "slots", "add-token", "--key", "khóa khác", secrets=f"{WORDS}\n{PIN}\n") == 2
    assert vault(home, "slots", "add-token", f"--key={name}", secrets=f"{WORDS}\n{PIN}\n") == 0
    assert vault(home, "passwd", "--token", secrets=f"999999\n{NEW}\n") == 2
    assert "PIN" in capsys.readouterr().err
    assert vault(home, "passwd", "--token", secrets=f"{PIN}\n{NEW}\n") == 0
    assert "few tries are left" in capsys.readouterr().err  # said before the PIN was read
    assert vault(home, "rekey", "--token", "--reason", "thử", secrets=PIN) == 0
    session = Session(home)
    [holder] = session.people()
    assert set(holder.kinds) == {"argon2id", "rsa-oaep"}
    person = ("--person", holder.label)
    assert vault(home, "slots", "remove", *person, "--kind", "rsa-oaep", secrets=NEW) == 0
    assert vault(home, "passwd", "--token", secrets=f"{PIN}\n{NEW}\n") == 2
    assert vault(home, "rekey", "--token", "--reason", "thử", secrets=PIN) == 2
    assert [each.kinds for each in session.people()] == [("argon2id",)]
    shown = capsys.readouterr()
    assert PIN not in shown.out + shown.err


def test_other_commands_open_with_it_too(
    homes: Homes, token: Token, capsys: pytest.CaptureFixture[str]
) -> None:
    home = homes.commander
    assert vault(home, "slots", "add-token", secrets=f"{WORDS}\n{PIN}\n") == 0
    assert vault(home, "check", "--token", secrets=PIN) == 0
    token.unplug()
    try:
        assert vault(home, "check", "--token", secrets=PIN) == 2
        assert "token is not there" in capsys.readouterr().err
    finally:
        token.plug_in()
    assert vault(home, "check", secrets=WORDS) == 0


@pytest.mark.parametrize("state", ["fine", "low", "final"])
def test_the_state_of_the_pin_is_told(state: PinState, capsys: pytest.CaptureFixture[str]) -> None:
    face = TokenFace("m", "1", "Thẻ 1", "hãng", state, ())
    token_pin.warn("en", face)
    said = capsys.readouterr().err
    assert ("Thẻ 1" in said) == (state != "fine")
    with pytest.raises(TokenLocked):
        token_pin.warn("en", structs.replace(face, pin="locked"))
