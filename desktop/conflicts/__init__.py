"""What waits for a person's decision: the list, and field by field what competes in one of it."""
