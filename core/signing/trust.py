"""What a verifier trusts: roots; and the certificates and lists it may use beside the file's own.

All of it is handed in as bytes. Nothing is ever fetched: addresses come from the file under test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from asn1crypto import pem
from cryptography.x509 import load_der_x509_certificate, load_der_x509_crl

from core.commits.ids import unb64
from core.errors import TrustUnreadable
from core.signing.algorithms import Allowed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from core.sync.trust_list import TrustList

# a national CA's list runs to some megabytes (signing.md §9)
LIMIT = 64 << 20


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """DER bytes; `read_trust` makes one from files. No roots: no chain is known.

    Where ``timestampers`` are named, no other authority's timestamps count; without ``algorithms``
    the built-in table holds.
    """

    roots: tuple[bytes, ...] = ()
    intermediates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    timestampers: tuple[bytes, ...] = ()
    algorithms: tuple[Allowed, ...] = ()


def read_trust(
    roots: Iterable[bytes] = (),
    intermediates: Iterable[bytes] = (),
    crls: Iterable[bytes] = (),
    timestampers: Iterable[bytes] = (),
) -> Trust:
    """A Trust from the contents of files, each DER or PEM with one or more objects.

    Raises TrustUnreadable on a file that holds something else.
    """
    return Trust(
        roots=_read(roots, load_der_x509_certificate),
        intermediates=_read(intermediates, load_der_x509_certificate),
        crls=_read(crls, load_der_x509_crl),
        timestampers=_read(timestampers, load_der_x509_certificate),
    )


def of_list(held: TrustList) -> Trust:
    """What a trust list holds. Raises TrustUnreadable where it holds something else."""
    ders = (held.roots, held.intermediates, held.crls, held.timestampers)
    found = read_trust(*(map(unb64, each) for each in ders))
    return msgspec.structs.replace(found, algorithms=held.algorithms)


def bare(trust: Trust) -> Trust:
    """What it trusts and allows, without its evidence."""
    return msgspec.structs.replace(trust, intermediates=(), crls=(), timestampers=())


def _read(files: Iterable[bytes], parse: Callable[[bytes], object]) -> tuple[bytes, ...]:
    return tuple(der for content in files for der in _objects(content, parse))


def _objects(content: bytes, parse: Callable[[bytes], object]) -> Iterator[bytes]:
    if len(content) > LIMIT:
        raise TrustUnreadable
    try:
        if pem.detect(content):
            found = [der for _, _, der in pem.unarmor(content, multiple=True)]
        else:
            found = [content]
        for der in found:
            parse(der)
            yield der
    except ValueError as error:
        raise TrustUnreadable from error
