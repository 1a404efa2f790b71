"""The same program read over blocks of many acts.

The lines are computed column by column on 64-bit integers, in blocks that stay in the
processor's cache, once the intervals have proven that nothing overflows. The amounts
are those of the scalar evaluation, to the last digit.
"""
