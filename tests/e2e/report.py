"""One page about a run: steps and times, hashes, signatures, what was searched for in vain."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tests.e2e import checks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.e2e.stage import Stage

NAMES = {
    "workstation": "Máy văn thư",
    "laptop": "Máy chỉ huy",
    "third": "Máy thứ ba",
    "server": "Máy chủ",
}
ROLES = {
    "KyNhay1": "nháy",
    "KyChinh": "chính",
    "SoVanBan": "số",
    "NgayVanBan": "ngày",
    "ConDau": "dấu",
}


def write(stage: Stage, final: Path) -> list[str]:
    """Look at a run from outside and write report.md; what is not as it must be."""
    states, verdict = checks.states(stage), checks.verified(stage, final)
    said, words = checks.poppler(stage, final), checks.readable(stage)
    files = len(checks.left(stage))
    wrong = [*_wrong_states(states), *_wrong_signatures(verdict, said), *words]
    parts = (
        "# Một ngày của một văn bản (dữ liệu giả lập)",
        _result(wrong),
        "## Các bước",
        _steps(stage),
        "## Trạng thái các kho",
        _states(states),
        f"## Chữ ký trong `out/{final.name}`",
        _signatures(verdict, said),
        f"SHA-256: `{sha256(final.read_bytes()).hexdigest()}`",
        "## Chữ đọc được ngoài kho",
        f"Tìm {len(checks.WORDS)} cụm từ của các văn bản trong {files} tệp (kho, nhật ký, gói, tệp"
        f" tạm, máy chủ), ở mọi cách viết: **{len(words)}** chỗ.",
    )
    (stage.out / "report.md").write_text("\n\n".join(parts) + "\n", "utf-8")
    return wrong


def _result(wrong: list[str]) -> str:
    if not wrong:
        return "Kết quả: **đạt**. Mọi bước chạy qua cửa sổ thật, chỉ bằng bàn phím và chuột."
    return "Kết quả: **không đạt**.\n\n" + "\n".join(f"- {each}" for each in wrong)


def _wrong_states(states: dict[str, Any]) -> list[str]:
    heads = {name: _heads(state) for name, state in states.items()}
    wrong = [f"{name}: khác máy chủ" for name, head in heads.items() if head != heads["server"]]
    for name, state in states.items():
        if state["exit"] or state["missing"] or any(each["unsent"] for each in state["streams"]):
            wrong.append(f"{name}: kho không trọn vẹn")
    return wrong


def _heads(state: dict[str, Any]) -> list[tuple[Any, ...]]:
    streams = sorted(state["streams"], key=lambda each: str(each["kind"]))
    return [(each["kind"], each["place"], each["chain"], each["state"]) for each in streams]


def _wrong_signatures(verdict: dict[str, Any], said: list[str]) -> list[str]:
    found = [(each["field"], each["verdict"], each["level"]) for each in verdict["signatures"]]
    wrong = [] if found == [(field, "VALID", "B") for field in checks.FIELDS] else [str(found)]
    good = [each for each in said if "Signature is Valid." in each and "is Trusted." in each]
    if len(good) != len(checks.FIELDS) or "- Total document signed" not in said[-1]:
        wrong.append("pdfsig không nhận đủ năm chữ ký")
    return wrong


def _steps(stage: Stage) -> str:
    lines = ["| bước | việc | giây | ảnh |", "|---|---|---:|---|"]
    for step in stage.steps:
        shots = " ".join(f"[{name.split('-')[0]}](shots/{name})" for name in step.shots)
        what = "<br>".join([step.title, *step.facts])
        lines.append(f"| {step.number} | {what} | {step.seconds:.1f} | {shots} |")
    total = sum(step.seconds for step in stage.steps)
    return "\n".join([*lines, f"| | cộng | {total:.1f} | |"])


def _states(states: dict[str, Any]) -> str:
    rows = []
    for name, state in states.items():
        streams = {each["kind"]: each for each in state["streams"]}
        hashes = [f"`{streams[kind]['state'][:16]}…`" for kind in ("authority", "unit")]
        receipts = sum(each["receipts"] for each in streams.values())
        wrong = sum(each["wrong"] for each in streams.values())
        rows.append(
            [NAMES[name], *hashes, f"{receipts} đúng, {wrong} sai", f"{state['files']} nguyên vẹn"]
        )
    return _table(["", "thẩm quyền", "đơn vị", "xác nhận của máy chủ", "tệp"], rows)


def _signatures(verdict: dict[str, Any], said: list[str]) -> str:
    rows = []
    for place, each in enumerate(verdict["signatures"]):
        poppler = said[place] if place < len(said) else ""
        valid = "hợp lệ" if "Signature is Valid." in poppler else "không"
        whole = ", phủ toàn văn bản" if "- Total document signed" in poppler else ""
        who = each["certificate"]["subject"]["name"]
        judged = f"{each['verdict']}, mức {each['level']}"
        rows.append([ROLES.get(each["field"], each["field"]), who, judged, valid + whole])
    return _table(["chữ ký", "người ký", "antin verify", "pdfsig"], rows)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(heads)
    lines = [head, ["---"] * len(head), *map(list, rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
