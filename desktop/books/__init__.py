"""The books: what stands in them, their numbers, their closing."""
