"""What the service keeps: results that somebody chose to share, and the releases they rest on.

No name of a person is kept, links end by themselves and can be revoked, and the secret of
a link is kept only as its hash. SQLite by default; PostgreSQL where `BAREME_DATABASE_URL` says so.
"""

from bareme.service.store.database import Database, opened
from bareme.service.store.links import Kept, Link, Links

__all__ = ["Database", "Kept", "Link", "Links", "opened"]
