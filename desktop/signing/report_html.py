"""The report on the signatures of files as one page for any browser: no script, nothing fetched,
Vietnamese with the English below it, light or dark as the reader's system is. No Qt.

Whatever comes from the file is escaped; the page's own policy forbids scripts and other sources, so
that a name which slipped through could do nothing.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from core.signing.letters import harmless
from core.signing.report import Verdict
from desktop.clock import local_time
from desktop.intake_words import beside_now, details
from desktop.phrases import LANGUAGES, phrase
from desktop.signing.report_words import by_list, facts, headline, why
from desktop.theme.tokens import DARK, LIGHT, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.signing.report import Entry, Report

_LOOKS: Final = {  # never by colour alone
    Verdict.VALID: ("ok", "✔"),
    Verdict.UNPROVEN: ("warn", "!"),
    Verdict.UNKNOWN: ("warn", "?"),
    Verdict.UNREADABLE: ("warn", "?"),
    Verdict.UNSIGNED: ("neutral", "–"),
    Verdict.INVALID: ("danger", "✘"),
    Verdict.ALTERED: ("danger", "✘"),
}
_COLOURS: Final = (
    *("app", "surface", "line", "text", "text2"),
    *("ok", "ok_soft", "warn", "warn_soft", "danger", "danger_soft", "neutral", "neutral_soft"),
)
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
_RULES: Final = """
*{box-sizing:border-box}
body{margin:0;background:var(--app);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
main{max-width:56rem;margin:0 auto;padding:1.5rem 1rem}
article{background:var(--surface);border:1px solid var(--line);border-radius:.5rem;padding:1.25rem;\
margin:1.25rem 0}
h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:0 0 .75rem}h3{font-size:1rem;margin:0}
h2,h3,td{overflow-wrap:anywhere}
p{margin:.5rem 0}
[lang=en]{color:var(--text2);font-weight:400}
.verdict{display:inline-block;border-radius:.5rem;padding:.35rem .75rem;font-weight:700}
.verdict [lang=en]{color:inherit}
section{border-top:1px solid var(--line);margin-top:1rem;padding-top:1rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.2rem .75rem .2rem 0;font-variant-numeric:\
tabular-nums}
th{width:13rem;font-weight:600}
@media (max-width:40rem){th,td{display:block;width:auto}th{padding-top:.5rem}}
@media print{body{font-size:10pt}article{border:0;padding:0}section{break-inside:avoid}}
"""


def page(judged: Sequence[tuple[str, Report]]) -> bytes:
    """The reports on files, each with its name, as one HTML file (UTF-8)."""
    title = escape(f"{_said('vi', 'sheet')} · {_said('en', 'sheet')}")
    body = "".join(_article(name, report) for name, report in judged)
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_style()}</style>
</head>
<body>
<main>
<h1>{_both(_said("vi", "sheet"), _said("en", "sheet"))}</h1>
{body}</main>
</body>
</html>
""".encode()


def _article(name: str, report: Report) -> str:
    checked = f"{local_time(report.at_ms):%d/%m/%Y %H:%M:%S +07:00}"
    rows = [(_words("checked"), _both(checked)), (_words("size"), _both(f"{report.size} byte"))]
    if report.sha256:
        rows.append((_both("SHA-256"), _both(report.sha256)))
    if report.basis is not None:
        at, lists = report.at_ms, report.basis
        said = _both(by_list(lists, at, "vi"), by_list(lists, at, "en"))
        rows.append((_words("by_list"), said))
    signatures = "".join(_section(at, entry) for at, entry in enumerate(report.signatures, 1))
    return f"""<article>
<h2>{_text(name)}</h2>
{_verdict(report.verdict)}
<p>{_both(why(report, "vi"), why(report, "en"))}</p>
{_table(rows)}{signatures}{_intake(report)}</article>
"""


def _intake(report: Report) -> str:
    """What was found when the file was taken in, beside what is found now."""
    if report.intake is None:
        return ""
    told = ((*beside_now(report, at), *details(report.intake, at)) for at in LANGUAGES)
    lines = "".join(f"<p>{_both(*said)}</p>\n" for said in zip(*told, strict=True))
    return f"<section>\n{lines}</section>\n"


def _section(number: int, entry: Entry) -> str:
    said = _both(headline(entry, "vi"), headline(entry, "en"))
    return f"""<section>
<h3>{number}. {said}</h3>
{_verdict(entry.verdict)}
{_table(_rows(entry))}</section>
"""


def _verdict(verdict: Verdict) -> str:
    tone, sign = _LOOKS[verdict]
    said = _both(_said("vi", f"verdict.{verdict}"), _said("en", f"verdict.{verdict}"))
    return f'<p class="verdict {tone}"><span aria-hidden="true">{sign}</span> {said}</p>'


def _rows(entry: Entry) -> Iterator[tuple[str, str]]:
    """Both languages say the same facts in the same order."""
    for (name, value), (other, spoken) in zip(facts(entry, "vi"), facts(entry, "en"), strict=True):
        yield _both(name, other), _both(value, spoken)


def _table(rows: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> str:
    lines = "".join(
        f'<tr><th scope="row">{name}</th><td>{value}</td></tr>\n' for name, value in rows
    )
    return f"<table>\n{lines}</table>\n" if lines else ""


def _words(key: str) -> str:
    return _both(_said("vi", key), _said("en", key))


def _both(vietnamese: str, english: str = "") -> str:
    """What is the same in both languages stands once."""
    if english in ("", vietnamese):
        return _text(vietnamese)
    return f'{_text(vietnamese)} <span lang="en">{_text(english)}</span>'


def _said(language: str, key: str) -> str:
    return phrase("en" if language == "en" else "vi", f"verify.{key}")


def _text(text: str) -> str:
    return escape(harmless(text))


def _style() -> str:
    dark = f"@media (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}"
    tones = "".join(
        f".{tone}{{color:var(--{tone});background:var(--{tone}_soft)}}"
        for tone in dict.fromkeys(tone for tone, _ in _LOOKS.values())
    )
    return f":root{{color-scheme:light dark;{_variables(LIGHT)}}}{dark}{_RULES}{tones}"


def _variables(tokens: Tokens) -> str:
    return ";".join(f"--{name}:{getattr(tokens, name)}" for name in _COLOURS)
