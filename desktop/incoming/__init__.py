"""Incoming documents: the register with its preview, quick registration, directives."""
