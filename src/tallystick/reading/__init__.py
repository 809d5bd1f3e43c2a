"""Workspace → `Ledger`: claims, sources, schemas and checks, and every problem met on the way.

Bad input loses nothing but itself: each file, row and key is read or named in a finding.
"""

from __future__ import annotations

from tallystick.reading.ledgers import read_ledger

__all__ = ["read_ledger"]
