"""What every screen shows of a document alike: its row and its history."""
