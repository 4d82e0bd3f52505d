"""What an administrator keeps: the unit's people, their roles with dates, and the machines."""
