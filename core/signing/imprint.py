"""By what another program knows a signature again, beside the field that it stands in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from asn1crypto import core

from core.signing.report import Imprint
from core.signing.signatures import container

if TYPE_CHECKING:
    from core.signing.signatures import Signature


def imprint_of(signature: Signature) -> Imprint:
    """The signature value, and SHA-256 of what was signed and of the container."""
    signer = signature.signer
    attributes = signer["signed_attrs"]
    signed = b"" if isinstance(attributes, core.Void) else attributes.untag().dump()
    return Imprint(
        value=signer["signature"].native.hex(),
        signed_attributes=hashlib.sha256(signed).hexdigest() if signed else "",
        document=signature.embedded.compute_digest("sha256").hex(),
        container=hashlib.sha256(container(signature)).hexdigest(),
    )
