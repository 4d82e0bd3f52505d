"""Takes files in: checks them, reads the fields of a record from their text. Fails closed, guesses
little."""
