"""Quotes found in their sources, values held against their quotes, and the coverage of every source."""

from __future__ import annotations

from tallystick.grounding.coverage import ground

__all__ = ["ground"]
