"""What `check` proves of a pack before anything is computed with it.

Names and types of every formula, the shape of scales, tables and contract types,
and, for each act, contract and segment of dates that the pack covers, that a
result can be computed: nothing missing, no circle, no divisor that may be zero.
"""
