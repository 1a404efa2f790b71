"""The rule language and its evaluation.

Reads packs of dated rules, checks them, compiles them and evaluates them exactly:
no binary floating point, every line kept, any direction solved. It knows no country,
no kind of act, no web and no database, and could serve another field's rules.
"""

VERSION = "0.1.0"
