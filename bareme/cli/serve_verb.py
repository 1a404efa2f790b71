"""`bareme serve`: the web application and the API, until it is told to stop."""

from __future__ import annotations

import os
import socket
import sys
from argparse import Namespace
from importlib.util import find_spec

NEEDED = ("fastapi", "uvicorn", "sqlalchemy", "alembic", "jinja2", "typst", "icalendar", "prometheus_client")


def run(arguments: Namespace) -> int:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        sys.stderr.write(f"`bareme serve` needs {', '.join(missing)}: install `bareme[serve]`\n")
        return 2
    if arguments.rules:
        os.environ["BAREME_RULES"] = str(arguments.rules)

    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from bareme.service.settings import settings

    settings()
    try:
        listening = listening_socket(arguments.host, arguments.port)
    except OSError as failure:
        sys.stderr.write(f"bareme: {arguments.host}:{arguments.port} cannot be listened on: {failure.strerror}\n")
        return 2
    config = uvicorn.Config(
        "bareme.service.application:serving",
        factory=True,
        workers=arguments.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=15,
        timeout_keep_alive=15,
    )
    server = uvicorn.Server(config)
    sys.stderr.write(f"bareme: http://{_shown(arguments.host)}:{listening.getsockname()[1]}/ (stop with Ctrl+C)\n")
    try:
        if arguments.workers > 1:
            Multiprocess(config, sockets=[listening]).run()
        else:
            server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    return 0


def listening_socket(host: str, port: int) -> socket.socket:
    """A TCP socket that says it is one: without its protocol the event loop would leave Nagle's delay on."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, kind, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(address)
    made.listen(256)
    made.set_inheritable(True)
    return made


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
