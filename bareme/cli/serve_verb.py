"""`bareme serve`: the web application and the API, until it is told to stop."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from importlib.util import find_spec

NEEDED = ("fastapi", "uvicorn", "sqlalchemy", "alembic", "jinja2")


def run(arguments: Namespace) -> int:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        sys.stderr.write(f"`bareme serve` needs {', '.join(missing)}: install `bareme[serve]`\n")
        return 2
    if arguments.rules:
        os.environ["BAREME_RULES"] = str(arguments.rules)

    import uvicorn

    from bareme.service.settings import settings

    settings()
    sys.stderr.write(f"bareme: http://{_shown(arguments.host)}:{arguments.port}/ (stop with Ctrl+C)\n")
    uvicorn.run(
        "bareme.service.application:serving",
        factory=True,
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_graceful_shutdown=15,
        timeout_keep_alive=15,
    )
    return 0


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
