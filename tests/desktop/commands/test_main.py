"""The command line as IT staff use it: the installed program, its words and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.commands.main import COMMANDS, FAILED
from desktop.phrases import LANGUAGES

ANTIN = Path(sys.executable).with_name("antin")


def antin(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        [ANTIN, *arguments], env=clean | environ, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_lists_every_command_in_both_languages(language: str) -> None:
    done = antin("--help", ANTIN_LANGUAGE=language)
    assert done.returncode == 0
    assert all(f"    {name} " in done.stdout for name in COMMANDS)
    assert ("administrators" in done.stdout) == (language == "en")
    assert done.stdout == antin("--language", language, "--help").stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_without_loading_qt(name: str) -> None:
    code = (
        "import sys; from desktop.commands.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: print([m for m in sys.modules if m.startswith('PySide6')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, name, "--help"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(f"usage: antin {name}")
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_unknown_command_is_refused() -> None:
    done = antin("destroy")
    assert done.returncode == 2
    assert "destroy" in done.stderr
    assert not done.stdout


def test_doctor_from_the_installed_program(tmp_path: Path) -> None:
    done = antin("doctor", "--json", "--home", str(tmp_path / "new"))
    states = {row["check"]: row["state"] for row in json.loads(done.stdout)}
    assert states["store"] == states["home"] == states["qt"] == "ok"
    assert done.returncode == int("bad" in states.values())
    assert not done.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("language", "words"), [("vi", "chứng thư"), ("en", "certificate")])
def test_an_error_of_ours_is_told_in_words(tmp_path: Path, language: str, words: str) -> None:
    done = antin("--language", language, "verify", "--root", str(tmp_path / "none"), "any.pdf")
    assert done.returncode == FAILED
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout
