"""What a dossier lacks: each thing by itself, and nothing where all is well."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
import pytest

import resources
from core.office.completeness import STOPPING, Lack, Named, Paper, Problem, problems
from core.office.terms import State

WHOLE = Named("01.TM", "Diễn tập năm 2026", "01")
PAPER = Paper("a", State.FILED, 1, key="12|tm|phong tham muu")


@dataclass
class Given:
    """A dossier that lacks nothing, with one thing changed."""

    dossier: Named = WHOLE
    papers: list[Paper] = field(default_factory=lambda: [PAPER])
    taken: tuple[str, ...] = ("02.TM",)
    plan: Named | None = WHOLE
    dropped: bool = False
    changed: bool = False

    def found(self) -> tuple[Problem, ...]:
        return problems(
            self.dossier, self.papers, self.taken, self.plan, self.dropped, self.changed
        )


def paper(**changes: object) -> list[Paper]:
    return [msgspec.structs.replace(PAPER, **changes)]


def named(**changes: str) -> Named:
    return msgspec.structs.replace(WHOLE, **changes)


CASES = {
    Lack.CODE: [Given(named(code=" "), plan=None)],
    Lack.TITLE: [Given(named(title=""), plan=None)],
    Lack.RETENTION: [Given(named(retention=""), plan=None)],
    Lack.EMPTY: [Given(papers=[])],
    Lack.DRAFT: [Given(papers=paper(state=s)) for s in ("draft", "initialled", "to_sign")],
    Lack.VOID: [Given(papers=paper(state=s)) for s in ("cancelled", "returned")],
    Lack.UNFINISHED: [
        Given(papers=paper(state=s))
        for s in "registered submitted in_progress coordinating signed numbered sealed".split()
    ],
    Lack.NO_FILE: [Given(papers=paper(files=0))],
    Lack.FILE_AWAY: [Given(papers=paper(here=False))],
    Lack.TWICE: [],
    Lack.CHANGED: [Given(changed=True)],
    Lack.CODE_TAKEN: [Given(taken=("01.TM",))],
    Lack.PLAN_DROPPED: [Given(dropped=True)],
    Lack.PLAN_DIFFERS: [
        Given(plan=named(code="03.TM")),
        Given(plan=named(title="Khác")),
        Given(plan=named(retention="06")),
    ],
}


@pytest.mark.parametrize("lack", Lack)
def test_each_thing_that_lacks_is_named_alone(lack: Lack) -> None:
    for given in CASES[lack]:
        (found,) = given.found()
        assert found.lack is lack
        assert found.stops == (lack in STOPPING)
        assert found.document == ("a" if lack in OF_DOCUMENTS else "")


OF_DOCUMENTS = {Lack.DRAFT, Lack.VOID, Lack.UNFINISHED, Lack.NO_FILE, Lack.FILE_AWAY, Lack.TWICE}


@pytest.mark.parametrize("state", State)
def test_every_state_of_a_document_is_judged(state: State) -> None:
    fine = {"done", "issued", "received", "taken_over", "filed", "recalled"}
    assert bool(Given(papers=paper(state=state)).found()) == (state not in fine)


def test_nothing_lacks() -> None:
    assert Given().found() == ()
    assert Given(plan=None).found() == ()


def test_a_copy_is_told_of_both_and_an_unnumbered_paper_is_no_copy() -> None:
    other = msgspec.structs.replace(PAPER, id="b")
    third = msgspec.structs.replace(PAPER, id="c", key="")
    twice = Given(papers=[PAPER, other, third, third]).found()
    assert twice == (Problem(Lack.TWICE, "a"), Problem(Lack.TWICE, "b"))


def test_what_stops_stands_first() -> None:
    papers = [*paper(files=0), *paper(id="b", state="draft", key="")]
    found = Given(papers=papers, plan=named(title="Khác")).found()
    assert [one.lack for one in found] == [Lack.DRAFT, Lack.NO_FILE, Lack.PLAN_DIFFERS]


def test_every_lack_has_words() -> None:
    words = resources.text("i18n/dossiers.json")
    assert all(f'"dossiers.lack.{lack}"' in words for lack in Lack)
