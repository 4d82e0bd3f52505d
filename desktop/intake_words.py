"""What was found of a file when it was taken in, in words; no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.clock import local_time
from desktop.phrases import phrase, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.commits.intake_bodies import Intake, SignedBy
    from core.signing.report import Report
    from desktop.phrases import Language

_TIME = "%d/%m/%Y %H:%M:%S +07:00"
_DAY = "%d/%m/%Y"


def at_intake(found: Intake, language: Language) -> str:
    """The verdict, and when it was given."""
    at = f"{local_time(found.at):%H:%M %d/%m/%Y}"
    return phrase(language, "evidence.intake", verdict=verdict(found.verdict, language), at=at)


def before(found: Intake, language: Language) -> str:
    """Of a file that is not registered yet: the verdict, its reason, who signed."""
    names = dict.fromkeys(one.signer for one in found.signatures if one.role != "timestamp")
    signers = ", ".join(filter(None, names))
    by = phrase(language, "evidence.by", names=signers) if signers else ""
    reason = _known(language, f"verify.reason.{found.reason}", found.reason)
    return " ".join(filter(None, (f"{verdict(found.verdict, language)}.", reason, by)))


def today(found: Intake, now: str, language: Language) -> str:
    """The verdict of now, and whether it is another one."""
    key = "evidence.differs" if differs(found, now) else "evidence.today"
    return phrase(language, key, verdict=verdict(now, language))


def differs(found: Intake, now: str) -> bool:
    """Whether the verdict of now says something else; two codes may say the same."""
    return verdict(found.verdict, "vi") != verdict(now, "vi")


def beside_now(report: Report, language: Language) -> Iterator[str]:
    """Of a report: what was found at intake, and whether it is the same today, each a sentence of
    its own; nothing for a file that nobody looked into.
    """
    if report.intake is not None:
        yield at_intake(report.intake, language)
        said = today(report.intake, report.verdict.value, language)
        yield said[:1].upper() + said[1:]


def details(found: Intake, language: Language) -> Iterator[str]:
    """By which trust list it was judged, then each signature on a line."""
    if found.trust is not None and found.trust_made is not None:
        made = f"{local_time(found.trust_made):{_DAY}}"
        yield phrase(language, "evidence.trust", n=found.trust, made=made)
    for number, one in enumerate(found.signatures, 1):
        yield f"{number}. {' · '.join(filter(None, _signature(one, language)))}"


def _signature(one: SignedBy, language: Language) -> Iterator[str]:
    yield _known(language, f"verify.role.{one.role}", one.role)
    yield one.signer
    yield verdict(one.verdict, language)
    if one.level is not None:
        yield phrase(language, "verify.level", level=one.level)
    for key, value in (("serial", one.serial), ("issuer", one.issuer)):
        yield f"{phrase(language, f'verify.{key}')}: {value}" if value else ""
    for key, instant in (("claimed", one.claimed), ("proven", one.proven)):
        if instant is not None:
            yield f"{phrase(language, f'verify.{key}')}: {local_time(instant):{_TIME}}"


def verdict(code: str, language: Language) -> str:
    """The words of a verdict."""
    return _known(language, f"verify.verdict.{code}", code)


def _known(language: Language, key: str, code: str) -> str:
    """The words of a code, or the code where a later program wrote one that has none here."""
    return phrase(language, key) if key in tables() else code
