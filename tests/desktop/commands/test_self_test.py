"""The self-test of an installation, as a person runs it."""

from __future__ import annotations

import pytest

from desktop.commands.main import main


def test_it_passes_and_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "self-test"]) == 0
    assert "number 1, signature VALID" in capsys.readouterr().out
