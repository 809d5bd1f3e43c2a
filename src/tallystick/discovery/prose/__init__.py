"""The ties that sentences state: one module a kind."""

from __future__ import annotations

from tallystick.discovery.prose.reading import state_prose

__all__ = ["state_prose"]
