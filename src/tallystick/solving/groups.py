"""Which things belong together. Imports only the standard library."""

from __future__ import annotations

from collections.abc import Iterable


class Groups:
    """Which things belong together (union-find)."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def find(self, item: int) -> int:
        """The one that stands for the group of `item`."""
        parent = self.parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, items: Iterable[int]) -> None:
        """Put all items into one group."""
        first = -1
        for item in items:
            if first < 0:
                first = self.find(item)
            else:
                self.parent[self.find(item)] = first
