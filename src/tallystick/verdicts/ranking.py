"""Which place a claim has among others. Imports `scope` and below."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from tallystick import bounds
from tallystick.errors import CheckDefinitionError
from tallystick.model import Bound, Claim, Verdict
from tallystick.verdicts import amounts
from tallystick.verdicts.amounts import Amount
from tallystick.verdicts.scope import Scope, amount_or_words

Entity = tuple[tuple[str, str], ...]


def rank_among(subject: Claim, rivals: Iterable[Claim], scope: Scope) -> Amount:
    """The place of `subject` among `rivals`, counted from the greatest; an interval where values overlap.

    An entity claimed several times counts once, with all that its claims allow together.

    Raises:
        CheckDefinitionError: A claim is no amount.
        UnitError: Its unit does not compare.
        NotDecidable: A claim allows no value.
    """
    own = _amount(subject, scope)
    found = amounts.tightest(own, scope.unknowns)
    above = {"surely": 0, "maybe": 0}
    for rival in _one_per_entity(subject, rivals, own.unit, scope):
        above["surely"] += bounds.compare(">", rival, found) is Verdict.HOLDS
        above["maybe"] += bounds.compare(">", rival, found) is not Verdict.BREAKS
    low, high = Fraction(1 + above["surely"]), Fraction(1 + above["maybe"])
    return scope.unknowns.enter(f"rank({subject.id})", Bound(low, high), "")


def _one_per_entity(subject: Claim, rivals: Iterable[Claim], unit: str, scope: Scope) -> Iterable[Bound]:
    grouped: dict[Entity, Bound] = {}
    for rival in rivals:
        entity = tuple(sorted(rival.dimensions.items()))
        if rival.id == subject.id or (entity and entity == tuple(sorted(subject.dimensions.items()))):
            continue
        bound = amounts.tightest(amounts.to_unit(_amount(rival, scope), unit), scope.unknowns)
        known = grouped.get(entity or ((rival.id, ""),))
        together = bounds.intersect(known, bound) or bounds.hull([known, bound]) if known else bound
        grouped[entity or ((rival.id, ""),)] = together
    return grouped.values()


def _amount(claim: Claim, scope: Scope) -> Amount:
    value = amount_or_words(claim, scope)
    if not isinstance(value, Amount):
        raise CheckDefinitionError(f"'{claim.id}' is a word, and words have no rank", fix="rank amounts")
    return value
