"""Shipped files are found wherever the program is started from."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import resources


def test_a_file_and_a_folder() -> None:
    assert resources.path("i18n").is_dir()
    assert resources.path("i18n/errors.json").is_file()
    assert json.loads(resources.text("i18n/errors.json"))["LibraryMissing"].keys() == {"vi", "en"}


def test_what_was_not_shipped() -> None:
    with pytest.raises(FileNotFoundError, match=r"i18n/none\.json"):
        resources.path("i18n/none.json")


def test_from_another_folder(tmp_path: Path) -> None:
    code = "import resources; print(resources.path('i18n/errors.json'))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()) == resources.path("i18n/errors.json")
