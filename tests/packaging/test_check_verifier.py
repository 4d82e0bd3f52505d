"""The checks of the verifier alone: met by the program as it is, able to find what they seek."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import check_bundle
import check_verifier
from tests.packaging.make_trusted import FOLDER, made

ROOT = Path(check_verifier.__file__).resolve().parents[1]


def program(folder: Path, script: str) -> Path:
    (folder / "antin-verify").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "antin-verify").chmod(0o755)
    return folder


def test_what_it_is_tried_with_is_as_it_would_be_made() -> None:
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == made()


def test_the_program_from_source_is_sound(tmp_path: Path) -> None:
    start = f'exec {sys.executable} -m desktop.commands.verify_alone "$@"'
    bundle = program(tmp_path, f"export PYTHONPATH={ROOT} PYTHONDONTWRITEBYTECODE=1\n{start}")
    assert check_bundle.told(check_verifier.CHECKS, bundle) == 0


def test_one_that_finds_everything_valid_is_found_out(tmp_path: Path) -> None:
    bundle = program(tmp_path, f"echo '{json.dumps([{'verdict': 'VALID'}])}'")
    assert len(list(check_verifier.judges(bundle))) == len(check_verifier.CASES)
    assert len(list(check_verifier.writes(bundle))) == 2


def test_a_part_of_the_rest_is_found_as_a_file_and_as_a_module(tmp_path: Path) -> None:
    bundle = program(tmp_path, "echo sqlalchemy.orm")
    (tmp_path / "_internal/PySide6").mkdir(parents=True)
    told = list(check_verifier.holds(bundle))
    assert told == ["PySide6 is in it", "sqlalchemy is in it"]


def test_it_may_not_grow(tmp_path: Path) -> None:
    bundle = program(tmp_path, "exit")
    for number in range(check_verifier.MOST_FILES):
        (tmp_path / str(number)).touch()
    assert len(list(check_verifier.over_budget(bundle))) == 1
