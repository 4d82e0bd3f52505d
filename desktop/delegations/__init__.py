"""Delegations: who signs for whom, who stands in for whom, from when until when."""
