"""Statistics and reports: how the handling of documents stands, as charts, tables and printed."""
