"""How fast columns are: against the limit of hand-written NumPy, and the whole Belgian job."""
