"""The journal of the unit: who did what, when, where; whether the chain holds."""
