"""A commander signs with a token and is killed in the middle, again and again: in the end every
document is signed once, and nothing that his window was told is lost.

``ANTIN_SIGNATURES`` is how many documents, ``ANTIN_SIGNING_KILLS`` how often; ``./dev soak`` sets
500 and 10.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Final

import pytest

from core.office.terms import State
from core.signing.report import Verdict
from core.signing.verify import judge
from db.care import integrity
from db.care.findings import Depth
from db.queries import batches, documents
from desktop.signing import acts
from tests.pki.poppler import pdfsig
from tests.pki.softhsm import PIN
from tests.soak import signing_office
from tests.soak.killing import ROOT
from tests.soak.signing_office import Office, open_commander

pytestmark = [pytest.mark.slow, pytest.mark.timeout(0)]
SIGNATURES: Final = int(os.environ.get("ANTIN_SIGNATURES", "50"))
KILLS: Final = int(os.environ.get("ANTIN_SIGNING_KILLS", "2"))
SHOWN: Final = 3
"""Documents that another program looks at, too: the first ones."""


def test_every_document_is_signed_once(
    tmp_path: Path, qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = signing_office.found(tmp_path, SIGNATURES, monkeypatch)
    chance, told, landed = Random(KILLS), set[str](), 0
    while landed < KILLS:
        share = (SIGNATURES - len(told)) // (KILLS - landed + 1)
        told |= killed(office, chance, chance.randrange(1, max(2, share)))
        landed += look(office, told, done=False)
    told |= run(office)
    look(office, told, done=True)
    print(f"{SIGNATURES} documents, {landed} kills within a batch")


def child(office: Office) -> subprocess.Popen[str]:
    """The commander sits down."""
    command = [sys.executable, "-m", "tests.soak.signing_child", str(office.folder)]
    made = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert made.stdin is not None
    made.stdin.write(f"{PIN}\n")
    made.stdin.close()
    return made


def killed(office: Office, chance: Random, after: int) -> set[str]:
    """Let him sign so many, then kill him at some moment of the next ones; what he was told."""
    with child(office) as made:
        assert made.stdout is not None
        said, times = list[str](), [time.monotonic()]
        while len(said) < after and (line := made.stdout.readline()):
            if line.startswith("ack "):
                said.append(line)
                times.append(time.monotonic())
        pace = (times[-1] - times[1]) / max(1, len(times) - 2) if len(times) > 2 else 0.1
        time.sleep(chance.uniform(0, 2 * pace))
        made.kill()
        said += [line for line in made.stdout if line.startswith("ack ")]
    return {line.split()[1] for line in said}


def run(office: Office) -> set[str]:
    """Let him come to the end."""
    with child(office) as made:
        assert made.stdout is not None
        said = made.stdout.read().split("\n")
    assert made.returncode == 0
    assert "end" in said
    return {line.split()[1] for line in said if line.startswith("ack ")}


def look(office: Office, told: set[str], *, done: bool) -> bool:
    """The store is whole, what was told is signed, nothing twice; whether a batch was cut off."""
    opened = open_commander(office.folder)
    try:
        store, signed = opened.store, set[str]()
        found = integrity.check(store, opened.vault, Depth.DEEP if done else Depth.QUICK)
        assert found.whole, found.findings
        for place, document in enumerate(office.letters):
            page = documents.page(store, document)
            assert page is not None
            kinds = sorted(one.kind for one in page.signatures)
            if page.row.state == State.TO_SIGN:
                assert kinds == ["initial"]
                continue
            assert (page.row.state, kinds) == (State.SIGNED, ["initial", "main"])
            signed.add(document)
            if done:
                pdf = acts.shown(store, document).pdf
                report = judge(pdf, office.trust, store.now())
                assert (report.verdict, len(report.signatures)) == (Verdict.VALID, 2)
                if place < SHOWN:
                    lines = [line for line in pdfsig(pdf, office.root) if "not signed" not in line]
                    assert len(lines) == 2
        assert told <= signed
        cut = batches.cut(store)
        if done:
            assert signed == set(office.letters)
            assert batches.note(store) is None
            return False
        assert cut is not None, "it was killed while it signed"
        assert {row.id for row in cut.left} == set(office.letters) - signed
        return 0 < len(cut.left) < SIGNATURES
    finally:
        opened.close()
