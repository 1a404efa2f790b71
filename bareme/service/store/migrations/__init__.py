"""The revisions of the database, oldest first, run by `bareme serve` at its start."""
