"""What a signing key of a person or of the agency can do, whatever holds it: a file, a token."""

from __future__ import annotations

from typing import Literal, Protocol

Mechanism = Literal["pss", "pkcs1", "ecdsa"]


class SigningKey(Protocol):
    """An unlocked key. Certificates are DER; ``chain`` goes from the issuer towards the root.

    ``hardware`` is false for a key kept in a file ("khoá mềm"): TT 15/2025 wants a device.
    """

    @property
    def certificate(self) -> bytes: ...

    @property
    def chain(self) -> tuple[bytes, ...]: ...

    @property
    def mechanism(self) -> Mechanism: ...

    @property
    def key_size(self) -> int:
        """In bits."""
        ...

    @property
    def hardware(self) -> bool: ...

    def sign(self, data: bytes) -> bytes:
        """The raw signature of ``data`` with SHA-256; raises KeyFailed."""
        ...

    def close(self) -> None:
        """Forget the key; signing afterwards raises KeyFailed. Closing twice is harmless."""
        ...
