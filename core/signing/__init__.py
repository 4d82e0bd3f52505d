"""PDF signatures: bytes in, bytes out, never a private key, no clock of its own."""
