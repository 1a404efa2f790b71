"""How large a pack file may be: far above any real pack, far below what hurts."""

from typing import Final

FILE_BYTES: Final = 1024 * 1024
DEPTH: Final = 32
NODES: Final = 50_000
SCALAR_CHARACTERS: Final = 64 * 1024
PROBLEMS: Final = 100
"""Reading stops after so many problems in one file."""
