"""Where computing happens: a few threads, a time limit, nothing piled up.

A thread cannot be stopped from outside, so an answer given up on still ends its work in
its thread; the number of threads bounds what that can cost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, TypeVar

from bareme.service.limits import Limits
from bareme.service.problems import Problem

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Workshop:
    """Runs functions of the simulator and of the store beside the event loop."""

    limits: Limits
    threads: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self.threads = ThreadPoolExecutor(self.limits.workers, thread_name_prefix="work")

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of `work`, or a problem once its time is over."""
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self.threads, partial(work, *args, **kwargs))
        try:
            return await asyncio.wait_for(running, self.limits.seconds)
        except TimeoutError:
            message = f"it was given up after {self.limits.seconds} seconds"
            raise Problem(503, "too-long", message, headers={"Retry-After": "30"}) from None

    def close(self) -> None:
        self.threads.shutdown(wait=False, cancel_futures=True)
