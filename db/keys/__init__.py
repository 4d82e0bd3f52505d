"""The keys of the vault: passphrases, protectors, the header."""
