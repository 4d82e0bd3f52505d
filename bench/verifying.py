"""Judging files as a reader gets them, against the goals of signing.md §15 and pyHanko's own
default judging of the same bytes: plain pages of another program, our own tagged pages with one to
five signatures, and a file with all its evidence.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from measure import cpu_of, in_turns, tell

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from render import FORMS, TEMPLATE, letter

from core.signing.chain import completed
from core.signing.prepare import add_fields, normalise
from core.signing.upgrade import Stage, upgrade
from core.signing.verify import Verdict, judge
from desktop.forms.document import render
from tests.pki.authority import NOW_MS
from tests.pki.documents import FIELDS, hands, plain, sign, trust
from tests.pki.responder import Responder

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDS = 5
LATER_MS = NOW_MS + 1_200_000


def tagged(paragraphs: int) -> bytes:
    """Our own pages; three or four paragraphs fill one."""
    rendered = render(letter(paragraphs), TEMPLATE, FORMS)
    return add_fields(normalise(rendered.pdf), rendered.fields)


def foreign(pages: int) -> bytes:
    """Plain pages with our fields."""
    return add_fields(normalise(plain(pages=pages)), FIELDS)


def signed(pdf: bytes, fields: Sequence[str]) -> bytes:
    """One signature after the other, each by its own hand."""
    by = dict(zip((field.name for field in FIELDS), hands(), strict=True))
    for order, field in enumerate(fields):
        pdf = sign(pdf, field, by[field], at_ms=NOW_MS + order * 60_000)
    return pdf


def complete(pdf: bytes) -> bytes:
    """With timestamps and every answer about every certificate."""
    done = upgrade(pdf, trust(), Responder(LATER_MS).ask, LATER_MS)
    if done.stage is not Stage.LTA:
        raise SystemExit(f"not complete: {done.stage}")
    return done.data


def library(pdf: bytes) -> None:
    """What pyHanko does when nothing is set but roots, answers and the time."""
    known = trust()
    context = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(der) for der in known.roots],
        other_certs=[asn1_x509.Certificate.load(der) for der in known.intermediates],
        crls=list(known.crls),
        moment=datetime.fromtimestamp(LATER_MS / 1000, UTC),
        revocation_mode="require",
    )
    usage = KeyUsageConstraints(key_usage={"digital_signature"})
    reader = PdfFileReader(BytesIO(pdf))
    for each in reader.embedded_regular_signatures:
        completed(async_validate_pdf_signature(each, context, key_usage_settings=usage))
    for each in reader.embedded_timestamp_signatures:
        completed(async_validate_pdf_timestamp(each, context))


def judging(label: str, pdf: bytes, goal_ms: float) -> None:
    """One row against the goal and one against the library alone."""
    if judge(pdf, trust(), LATER_MS).verdict is not Verdict.VALID:
        raise SystemExit(f"the measured file is not valid: {label}")
    taken, theirs = in_turns(
        ROUNDS,
        lambda: cpu_of(partial(judge, pdf, trust(), LATER_MS)) * 1000,
        lambda: cpu_of(partial(library, pdf)) * 1000,
    )
    tell(f"judge {label}, CPU", taken, "ms", against="goal", peer=goal_ms, limit=1.0)
    tell(f"judge {label}, CPU", taken, "ms", against="pyHanko default", peer=theirs, limit=1.5)


def main() -> None:
    """Sizes and goals of signing.md §15."""
    logging.disable()
    names = [field.name for field in FIELDS]
    main_one, three = [names[1]], names[:3]
    judging("1 signature, 1 page", signed(foreign(1), main_one), 25)
    judging("1 signature, 20 pages", signed(foreign(20), main_one), 25)
    judging("1 signature, 20 tagged pages", signed(tagged(70), main_one), 25)
    judging("3 signatures, 20 pages", signed(foreign(20), three), 130)
    judging("3 signatures, 20 tagged pages", signed(tagged(70), three), 130)
    judging("5 signatures, 2 tagged pages", signed(tagged(4), names), 130)
    judging("3 signatures, 500 pages", signed(foreign(500), three), 200)
    judging("3 signatures, 500 tagged pages", signed(tagged(1750), three), 1000)
    judging("B-LTA, 1 page", complete(signed(foreign(1), main_one)), 100)
    judging("B-LTA, 20 tagged pages", complete(signed(tagged(70), main_one)), 100)


if __name__ == "__main__":
    main()
