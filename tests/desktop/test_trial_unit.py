"""What a unit brings to its founding: whom its heads let sign, from the first day."""

from __future__ import annotations

from pathlib import Path

from db.queries import delegations
from desktop import trial_unit


def test_the_rosters_authorities_are_delegations_from_the_start(tmp_path: Path) -> None:
    server = tmp_path / "server"
    server.mkdir()
    made = trial_unit.make(tmp_path / "desk", server, "con trâu đi trước", (), (), "test")
    try:
        found = {row.name: row.lines for row in delegations.signers(made.desk, "cong-van")}
        assert found["Lê Văn Giả Định"] == ("SƯ ĐOÀN TRƯỞNG",)
        assert found["Phạm Văn Mô Phỏng"] == (
            "KT. SƯ ĐOÀN TRƯỞNG",
            "PHÓ SƯ ĐOÀN TRƯỞNG – THAM MƯU TRƯỞNG",
        )
        head = made.as_person(made.people["gia-dinh"])
        assert {row.giver for row in delegations.delegations(head)} == {"Lê Văn Giả Định"}
    finally:
        made.close()
