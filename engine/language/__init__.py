"""What the words of a pack mean.

The formula grammar, the types with their units and periods, the checker that holds
names and types together, and the diagnostics that say what is wrong, where, and how
to mend it. Nothing here computes an amount.
"""
