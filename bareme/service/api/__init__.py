"""The API, `/v1`: scenarios in, results out, for programs of others.

Bodies and answers are the same objects as those of the command; every error is an
RFC 9457 problem. Routes are grouped by what they are about, one module each.
"""

from fastapi import APIRouter

from bareme.service.api import calculations, catalogue, links, operation

routers: tuple[APIRouter, ...] = (catalogue.router, calculations.router, links.router, operation.router)

__all__ = ["routers"]
