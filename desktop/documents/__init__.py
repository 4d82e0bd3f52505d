"""What every screen shows of a document alike: its row, its history, the verdict on its
signatures.
"""
