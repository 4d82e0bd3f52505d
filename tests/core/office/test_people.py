"""Snapshots and the line under a signature."""

from __future__ import annotations

import msgspec

from core.commits.bodies import By
from core.office.people import Person, signer_name, snapshot, sort_key

PERSON = Person("p1", "Lê Văn Giả Định", "u1", "Sư đoàn trưởng", "Đại tá")


def test_a_snapshot_outlives_the_card() -> None:
    kept = snapshot(PERSON, "Sư đoàn Bộ binh 999 (giả lập)")
    moved = msgspec.structs.replace(PERSON, rank="Thiếu tướng", post="Phó Tư lệnh")
    assert kept.rank == "Đại tá"
    assert snapshot(moved, "Quân khu Mô phỏng") != kept


def test_a_snapshot_is_what_commits_carry() -> None:
    kept = snapshot(PERSON, "Sư đoàn Bộ binh 999 (giả lập)")
    assert msgspec.to_builtins(msgspec.convert(msgspec.to_builtins(kept), By)) == (
        msgspec.to_builtins(kept)
    )


def test_rank_before_the_name_when_the_template_shows_it() -> None:
    assert signer_name(PERSON) == "Đại tá Lê Văn Giả Định"
    assert signer_name(PERSON, with_rank=False) == "Lê Văn Giả Định"
    assert signer_name(msgspec.structs.replace(PERSON, rank="")) == "Lê Văn Giả Định"


def test_people_of_one_name_keep_an_order() -> None:
    twins = [msgspec.structs.replace(PERSON, id=i) for i in ("b", "a")]
    assert [p.id for p in sorted(twins, key=sort_key)] == ["a", "b"]
