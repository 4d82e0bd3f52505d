"""``antin verify`` as the administrators' scripts see it: exit codes, JSON, words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from core.signing.detached import sign_beside
from desktop.commands import verifying
from desktop.commands.main import main
from tests.pki import authority
from tests.pki.craft import revise
from tests.pki.documents import five, once, plain, prepared, sign, signing

if TYPE_CHECKING:
    from pathlib import Path

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

AT = "2026-11-22T10:00:00+07:00"


def _turn(writer: IncrementalPdfFileWriter) -> None:
    from pyhanko.pdf_utils.generic import NumberObject, pdf_name

    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Rotate")] = NumberObject(90)
    writer.update_container(page)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    authority.write_pki(folder / "pki")
    contents = {
        "good": five(),
        "altered": revise(once(), _turn),
        "invalid": sign(prepared(), "KyChinh", authority.faulty("weak")),
        "unsigned": plain(),
        "broken": plain()[:-200],
        "empty": b"",
    }
    for name, content in contents.items():
        (folder / f"{name}.pdf").write_bytes(content)
    return folder


def test_a_signature_beside_a_file_is_judged_with_it(
    folder: Path, trusted: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {name: one for name, one in signing(authority.agency()).items() if name != "key_size"}
    made = sign_beside(b"PK a fictional sheet", at_ms=authority.NOW_MS, **given)
    sheet, other, signature = (tmp_path / name for name in ("a.xlsx", "b.xlsx", "a.xlsx.p7s"))
    sheet.write_bytes(b"PK a fictional sheet")
    other.write_bytes(b"PK another sheet")
    signature.write_bytes(made)
    assert main(["verify", str(signature), "--file", str(sheet), "--json", *trusted]) == 0
    [said] = json.loads(capsys.readouterr().out)
    assert (said["verdict"], said["size"]) == ("VALID", 20)
    assert main(["verify", str(signature), "--file", str(other), *trusted]) == 1
    assert "Nội dung không khớp với chữ ký" in capsys.readouterr().out
    page = tmp_path / "report.xml"
    assert main(["verify", str(signature), "--file", str(sheet), "--xml", str(page), *trusted]) == 0
    assert b"TOTAL-PASSED" in page.read_bytes().upper().replace(b"TOTAL_PASSED", b"TOTAL-PASSED")


@pytest.fixture
def trusted(folder: Path) -> list[str]:
    pki = folder / "pki"
    return [
        *("--root", str(pki / "root.pem"), "--intermediate", str(pki / "intermediate.pem")),
        *("--crl", str(pki / "root.crl"), "--crl", str(pki / "intermediate.crl"), "--at", AT),
    ]


def judged(
    folder: Path, names: list[str], more: list[str], capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    files = [str(folder / f"{name}.pdf") for name in names]
    code = main(["verify", *files, *more])
    return code, capsys.readouterr().out


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["good"], 0),
        (["invalid"], 1),
        (["broken", "empty", "missing"], 2),
        (["good", "unsigned", "altered"], 1),
    ],
)
def test_exit_codes(
    folder: Path,
    trusted: list[str],
    names: list[str],
    code: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert judged(folder, names, trusted, capsys)[0] == code


def test_json_is_a_list_with_file_verdict_reason_and_signatures(
    folder: Path, trusted: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = judged(folder, ["good", "missing"], [*trusted, "--json"], capsys)
    good, missing = json.loads(out)
    assert code == 2
    assert (good["file"], good["verdict"]) == (str(folder / "good.pdf"), "VALID")
    assert good["reason"] == "Good"
    assert [each["field"] for each in good["signatures"]] == [
        "KyNhay1",
        "KyChinh",
        "SoVanBan",
        "NgayVanBan",
        "ConDau",
    ]
    assert {each["level"] for each in good["signatures"]} == {"B"}
    assert (missing["verdict"], missing["reason"], missing["signatures"]) == (
        "UNREADABLE",
        "NotFound",
        [],
    )


def test_without_trust_nothing_is_known(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = judged(folder, ["good"], ["--json"], capsys)
    assert (code, json.loads(out)[0]["verdict"]) == (2, "UNKNOWN")


def test_the_moment_can_be_chosen(
    folder: Path, trusted: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A naive time is Vietnam's; long after, no list is current."""
    for at, verdict in (("2026-11-22 10:00", "VALID"), ("2044-01-01T00:00:00Z", "UNPROVEN")):
        _, out = judged(folder, ["good"], [*trusted, "--at", at, "--json"], capsys)
        assert json.loads(out)[0]["verdict"] == verdict


def test_words_are_vietnamese_and_english(
    folder: Path, trusted: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out = judged(folder, ["good"], trusted, capsys)
    for said in ("Hợp lệ [VALID]", "Nguyễn Văn Giả Lập", "mức B · chưa có dấu thời gian", "CRL 7"):
        assert said in out
    main(["--language", "en", "verify", str(folder / "altered.pdf"), *trusted])
    out = capsys.readouterr().out
    assert "CHANGED AFTER SIGNING [ALTERED]" in out


def test_a_hostile_name_cannot_steer_the_terminal(
    folder: Path, trusted: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = sign(prepared(), "KyChinh", authority.person("chi-huy"), reason="a\x1b[2Jb\u202ec")
    (folder / "escape.pdf").write_bytes(pdf)
    _, out = judged(folder, ["escape"], trusted, capsys)
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize("content", [b"", b"khong phai chung thu"])
def test_a_bad_root_is_an_error_of_its_own(
    folder: Path, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.pem").write_bytes(content)
    code = main(["verify", str(folder / "good.pdf"), "--root", str(tmp_path / "x.pem")])
    captured = capsys.readouterr()
    assert code == 2
    assert captured.out == ""
    assert "Không đọc được tệp chứng thư" in captured.err


def test_a_file_over_the_limit_is_not_read(
    folder: Path,
    trusted: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(verifying, "LIMIT", 50_000)
    _, out = judged(folder, ["good"], [*trusted[4:], "--json"], capsys)
    assert json.loads(out)[0]["reason"] == "TooLarge"


def test_judging_beyond_its_time_is_unreadable(
    folder: Path,
    trusted: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(verifying, "SECONDS", 0.001)
    code, out = judged(folder, ["good"], [*trusted, "--json"], capsys)
    assert (code, json.loads(out)[0]["reason"]) == (2, "Limit")


def test_reports_are_written_beside_what_is_printed(
    folder: Path, trusted: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = {kind: tmp_path / f"report.{kind}" for kind in ("html", "xml", "pdf")}
    more = [part for kind, path in paths.items() for part in (f"--{kind}", str(path))]
    code, out = judged(folder, ["good", "altered", "broken"], [*trusted, *more], capsys)
    assert code == 1
    assert "[VALID]" in out
    html, xml, pdf = (path.read_bytes() for path in paths.values())
    for name in (b"good.pdf", b"altered.pdf", b"broken.pdf"):
        assert name in html
        assert name in xml
    assert str(folder).encode() not in html + xml  # where a file lay is nobody's business
    assert xml.count(b"<vr:SignatureValidationReport>") == 7
    assert pdf.startswith(b"%PDF")


def test_a_report_replaces_nothing(
    folder: Path, trusted: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there.xml").write_text("mine")
    more = [*trusted, "--xml", str(tmp_path / "there.xml"), "--html", str(tmp_path / "new.html")]
    code, out = judged(folder, ["good"], more, capsys)
    assert (code, out) == (2, "")
    assert (tmp_path / "there.xml").read_text() == "mine"
    assert not (tmp_path / "new.html").exists()
