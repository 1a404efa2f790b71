"""The same program read over intervals.

Bounds on every line prove that nothing overflows and that no divisor can be zero; they
find cliffs and open questions; and they solve for any input: the smallest solution, the
other solutions, or the proof that none exists, with the nearest amounts on both sides.
"""
