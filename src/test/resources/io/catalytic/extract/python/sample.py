"""A small scheduler. def not_a_function(): in a docstring."""
from __future__ import annotations

import asyncio
import os.path as osp, sys
from collections import (
    OrderedDict,
    deque as dq,
)
from ..core import *
from . import registry
from .tasks.base import Task as BaseTask

LIMIT = 10
double = lambda n, m=2: n * m  # anonymous: not listed


def retry(times: int, *, delay: float = 0.5, on=lambda e, f: True):
    def wrap(fn):
        async def run(*args, **kwargs):
            return await fn(*args, **kwargs)

        return run

    return wrap
    # a comment at the end does not belong to the function


@registry.register(
    name="queue",
)
class Queue(BaseTask):
    class Entry:
        __slots__ = ("key",)

        def __init__(self, key, /, weight: int = 1, *rest: str):
            self.key = key

    @property
    def size(self) -> int:
        return 1

    @size.setter
    @osp.deprecated
    def size(
        self,
        value,
    ): self._size = value

    if sys.platform == "win32":
        def close(self): ...
    else:
        def close(self, force=False): ...


async def größe(β, *, γ=None) -> None: await asyncio.sleep(0)
class Empty: pass
