"""Deadlines: what is late, due today and soon; the month; requests for more time; the digest."""
