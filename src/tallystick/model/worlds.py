"""Worlds: which claims must agree with each other. Imports only the records of a ledger."""

from __future__ import annotations

from tallystick.model.ledger import Claim

# A fact shares the actual world; every other status has a world of its own, or that of its scenario.
STATUSES = ("reported", "ordered", "forecast", "offered", "proposed", "conditional", "rejected", "denied", "asked")
FACTS = frozenset({"reported", "ordered"})
ACTUAL = ""


def world_of(claim: Claim) -> str:
    """The world a claim lives in: `ACTUAL`, its scenario, or one of its own.

    >>> from tallystick.model.ledger import Category
    >>> world_of(Claim("a", "m", Category("x"))), world_of(Claim("a", "m", Category("x"), status="offered"))
    ('', 'offered: a')
    """
    if claim.scenario:
        return claim.scenario
    return ACTUAL if claim.status in FACTS else f"{claim.status}: {claim.id}"


def is_actual(claim: Claim) -> bool:
    """True when the claim speaks of the actual world."""
    return world_of(claim) == ACTUAL
