"""The unit's catalogues and working calendar: administrators keep them, everybody reads them."""
