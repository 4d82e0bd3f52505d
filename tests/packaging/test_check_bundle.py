"""The checks of a bundle find what they are there to find."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import check_bundle


def program(bundle: Path, script: str) -> None:
    (bundle / "antin").write_text(script)
    (bundle / "antin").chmod(0o755)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """The smallest bundle that is sound: one program, with what it needs of the system."""
    inside = tmp_path / "_internal"
    inside.mkdir()
    program(tmp_path, "#!/bin/sh\necho antin 1\necho ready\n")
    for name in check_bundle.HELPERS:
        (inside / name).write_bytes(b"not ELF")
    return tmp_path


def test_a_sound_bundle(bundle: Path) -> None:
    assert check_bundle.main(bundle) == 0


def test_a_link_to_nowhere(bundle: Path) -> None:
    (bundle / "_internal/libQt6Pdf.so.6").symlink_to("PySide6/Qt/lib/libQt6Pdf.so.6")
    assert len(list(check_bundle.dangling(bundle))) == 1


def test_too_many_files_but_not_our_own(bundle: Path) -> None:
    ours = bundle / "_internal/resources"
    ours.mkdir()
    for number in range(check_bundle.MOST_FILES):
        (ours / str(number)).touch()
    assert not list(check_bundle.over_budget(bundle))
    for number in range(check_bundle.MOST_FILES):
        (bundle / "_internal" / str(number)).touch()
    assert len(list(check_bundle.over_budget(bundle))) == 1


def test_a_missing_helper_and_a_library_that_nothing_needs(bundle: Path) -> None:
    helper = bundle / "_internal" / check_bundle.HELPERS[0]
    helper.unlink()
    assert f"{helper.name} is missing" in " ".join(check_bundle.helpers(bundle))
    shutil.copy("/bin/true", bundle / "_internal/libleft.so.1")
    assert "libleft.so.1 is needed by nothing" in " ".join(check_bundle.libraries(bundle))


def test_a_program_that_fails_or_complains(bundle: Path) -> None:
    for script in ("echo antin 1; echo warned >&2", "echo antin 1; exit 3", "echo ant"):
        program(bundle, f"#!/bin/sh\n{script}\n")
        assert len(list(check_bundle.starts(bundle))) == 1


def test_a_window_that_never_comes_up(bundle: Path) -> None:
    program(bundle, "#!/bin/sh\necho no screen >&2\n")
    assert "no screen" in " ".join(check_bundle.shows(bundle))
