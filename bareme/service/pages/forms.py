"""Forms as they are sent: a few short texts, bounded, each name once."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from bareme.service.problems import Problem

MOST_FIELDS = 200


async def read_form(request: Request) -> Mapping[str, str]:
    """The fields of a form of one of our own pages; of a name sent twice the last counts."""
    refuse_other_sites(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", ""):
        raise Problem(415, "unsupported-media-type", "send the form as `application/x-www-form-urlencoded`")
    try:
        text = (await request.body()).decode("utf-8")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, encoding="utf-8", errors="strict")
    except ValueError:
        raise Problem(400, "invalid-request", "the form cannot be read") from None
    return {name: value.replace("\x00", "") for name, value in pairs}


def refuse_other_sites(request: Request) -> None:
    """A form is taken from our own pages only: the browser says where it stood."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise Problem(403, "not-yours", "this form stood on another site")
        return
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise Problem(403, "not-yours", "this form stood on another site")
