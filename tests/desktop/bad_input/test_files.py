"""Files that are no usable PDF: brought to the window to be registered, and given to the command
that judges signatures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.commands.main import main
from desktop.phrases import LANGUAGES
from tests.data import large_scan
from tests.db.test_ledger import World
from tests.desktop.bad_input.clerks_desk import SAMPLES, ClerksDesk
from tests.desktop.bad_input.reading import (
    Heard,
    assert_explained,
    assert_said,
    heard,
    read,
)
from tests.desktop.looks import assert_not_clipped
from tests.pki import authority
from tests.pki.documents import once

MEGABYTE = 1_000_000
Make = Callable[[Path], Path]


def sparse(path: Path) -> Path:
    """A file that says it is a PDF and is more than 200 MB long, most of it holes."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(210 * MEGABYTE)
    return path


def scan(path: Path) -> Path:
    """A whole PDF of more than 200 MB, a page's noise over and over."""
    one = large_scan.make(path.with_suffix(".one"), 2).read_bytes()
    with path.open("wb") as file:
        file.write(one)
        file.seek(201 * MEGABYTE)
        file.write(one)
    return path


def sample(name: str) -> Make:
    return lambda _path: SAMPLES / name


CASES = {
    "not-a-pdf": (sample("not-a-pdf.pdf"), "NotAPdf"),
    "broken": (sample("broken-cut.pdf"), "BrokenPdf"),
    "encrypted": (sample("password.pdf"), "ProtectedPdf"),
    "empty": (sample("empty.pdf"), "EmptyFile"),
    "200-mb-of-holes": (sparse, "TooLarge"),
    "200-mb-of-scan": (scan, "TooLarge"),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A signed file and whom to trust, as arguments of the command."""
    folder = tmp_path_factory.mktemp("signed")
    authority.write_pki(folder)
    (folder / "good.pdf").write_bytes(once())
    names = {"root": "root.pem", "intermediate": "intermediate.pem", "crl": "root.crl"}
    given = [*names.items(), ("crl", "intermediate.crl")]
    trusted = [part for name, file in given for part in (f"--{name}", str(folder / file))]
    return [str(folder / "good.pdf"), *trusted, "--at", "2026-11-22T10:00:00+07:00"]


@pytest.fixture
def lines() -> Iterator[Heard]:
    with heard() as found:
        yield found


@pytest.fixture
def clerk(world: World, lines: Heard, tmp_path: Path) -> Iterator[ClerksDesk]:
    made = ClerksDesk(world, tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize(("make", "code"), CASES.values(), ids=CASES)
def test_in_the_window(
    clerk: ClerksDesk, lines: Heard, tmp_path: Path, make: Make, code: str
) -> None:
    bad = make(tmp_path / "van-ban.pdf")
    before, count = clerk.kept(), len(clerk.rows())
    clerk.bring(bad)
    assert lines.errors == [code]
    assert_explained(clerk.window, code)
    assert_not_clipped(clerk.window)
    assert clerk.kept() == before
    clerk.bring(SAMPLES / "libreoffice-cong-van.pdf")
    clerk.save()
    if count:  # the same document was registered by the test before: once more, to confirm
        clerk.save()
    assert [row.number for row in clerk.rows()] == list(range(count + 1, 0, -1))
    assert f"Đã lưu, số đến {count + 1}" in read(clerk.window)
    assert lines.errors == [code]


@pytest.mark.parametrize(("make", "code"), CASES.values(), ids=CASES)
def test_by_the_command(
    tmp_path: Path, signed: list[str], make: Make, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = make(tmp_path / "van-ban.pdf")
    before = bad.stat()
    for language in LANGUAGES:
        assert main(["--language", language, "verify", str(bad)]) == 2
        assert_said(capsys.readouterr().out, code, language)
    assert (bad.stat().st_size, bad.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert main(["verify", *signed]) == 0
