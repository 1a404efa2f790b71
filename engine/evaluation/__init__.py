"""One act, evaluated exactly, with every line kept.

The plain reference over fractions defines the language; the compiled reading over
scaled integers is held to it. The explanation of a line is built from the values the
evaluation kept, so no second computation can disagree with the printed amount.
"""
