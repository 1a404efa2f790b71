"""Many acts at once: a file of acts in, a file of results out, to the same cent as one act at a time.

A row is what `bareme simulate` would be asked, a worker's rows are what `bareme year`
would be. Rows are computed in columns; what columns cannot prove goes the way of a single
act. A row that cannot be computed is set aside with its place and the reason, and stops
nothing.
"""
