"""The pages: S1 to S4 and what surrounds them, rendered on the server, complete without scripts.

Each page is a document: a sentence, a table, the sources. Scripts only spare reloading.
"""

from fastapi import APIRouter

from bareme.service.pages import asking, comparing, countries, duties, sharing, sheet, texts

routers: tuple[APIRouter, ...] = (
    asking.router,
    sheet.router,
    sharing.router,
    comparing.router,
    duties.router,
    countries.router,
    texts.router,
)

files = texts.files
unnamed = texts.unnamed
__all__ = ["files", "routers", "unnamed"]
