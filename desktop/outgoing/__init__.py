"""Outgoing documents: the register, numbering, sealing, issuing, and what their signatures say."""
