"""An invitation on a stick: the code of an enrolment, for whom it is, and the provisioning file.

Whoever holds it can enrol one machine until it expires: it goes from hand to hand like the code on
paper (docs/formats/enrolment.md).
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from core.commits.format import Instant
from core.commits.signatures import Signed
from core.commits.trust import Provision, read_provision
from core.sync import container, enrol
from core.sync.container import FileKind

Named = Annotated[str, msgspec.Meta(max_length=200)]


class Invitation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``code`` as it is typed, ``person`` and ``machine`` as the administrator called them,
    ``until`` the instant at which the code ends.
    """

    v: Literal[1] = 1
    code: Annotated[str, msgspec.Meta(max_length=60)]
    person: Named
    machine: Named
    until: Instant
    provision: Signed


def write(invitation: Invitation) -> bytes:
    """The file."""
    return container.write_json(FileKind.INVITATION, invitation)


def read(data: bytes) -> tuple[Invitation, Provision]:
    """An invitation and the unit that it leads to.

    Raises what container.read_json raises, EnrolCodeMistyped, and what reading a provisioning file
    raises.
    """
    found = container.read_json(FileKind.INVITATION, Invitation, data)
    enrol.read_code(found.code)
    return found, read_provision(found.provision)
