"""What a person can set: theme, language, text zoom, density, lock time."""
