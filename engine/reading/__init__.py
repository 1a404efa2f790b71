"""From the text of a pack to its typed model.

YAML is read safely and exactly: every scalar stays the text its author wrote, every
node keeps its line and column, and what could surprise (aliases, duplicate keys, tabs)
is refused. The structure is then checked against the models of the sections.
"""
