"""The ties that sentences state: one module a kind."""

from __future__ import annotations

from tallystick.discovery.prose.reading import Prose, read_prose

__all__ = ["Prose", "read_prose"]
