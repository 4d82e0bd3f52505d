"""Private keys of persons and of the agency: the only code that touches them."""
