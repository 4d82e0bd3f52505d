"""A new server asks the ceremony to be certified, by a file that its own key signs.

Container kind 3, as every request; the provisioning file is the answer (docs/formats/founding.md).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from core.commits import canonical
from core.commits.format import Hash, Instant
from core.commits.ids import unb64
from core.commits.signatures import Sign, Signed, Tag, opened, signed
from core.commits.trust import Key, Label
from core.sync import container
from core.sync.container import FileKind


class ServerRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a new server asks to have certified; ``spki`` is the SHA-256 of its TLS key."""

    v: Literal[1] = 1
    label: Label
    sign: Key
    box: Key
    spki: Hash
    at: Instant


def write_server_request(request: ServerRequest, sign: Sign) -> bytes:
    """The request file; ``sign`` is the server's new key, whose public half the request names."""
    return container.write_json(FileKind.ENROL_REQUEST, signed(Tag.REQUEST, request, sign))


def read_server_request(data: bytes) -> ServerRequest:
    """The request in a file, signed by the key that it names.

    Raises what container.read_json raises, and SignatureWrong.
    """
    envelope = container.read_json(FileKind.ENROL_REQUEST, Signed, data)
    request = canonical.decode_as(ServerRequest, unb64(envelope.body))
    opened(Tag.REQUEST, envelope, unb64(request.sign, 32))
    return request
