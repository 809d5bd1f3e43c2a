"""What a written unit means: the reading taken as written, the others it may have, and what is left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from tallystick.errors import UnitError
from tallystick.units import dimensions
from tallystick.units.names import stem_of
from tallystick.units.registry import Registry
from tallystick.units.spelling import Part, Terms, canonical, gather, read_parts

# Three ambiguous words with three readings each give 27 mixes; nobody writes more in one unit.
_MOST_MIXES = 81
# One long name per part.
_Mix = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitWord:
    """What a written unit means: the unit taken as written, and the others it may be.

    `readings` hold every reading of the same dimension, the one taken included (empty when there is
    one only). `ambiguous` are the words that neither the workspace nor the measure settles (UN02).
    """

    canonical: str
    readings: tuple[str, ...] = ()
    text: str = ""
    ambiguous: tuple[str, ...] = ()


def read_word(text: str, registry: Registry, *, declared: Mapping[str, str], prefer: Terms) -> UnitWord:
    """What a written unit means, beside what the workspace declares and the measure prefers.

    Raises:
        UnitError: UN01, with the nearest name.
    """
    parts = read_parts(text, registry, declared=declared)
    said = [_declared(part, declared, registry) for part in parts]
    choices = [dict.fromkeys([*filter(None, [own]), *part.options]) for own, part in zip(said, parts, strict=True)]
    mixes = list(islice(product(*choices), _MOST_MIXES))
    fitting = [mix for mix in mixes if _fits(gather(_powers(parts, mix)), prefer, registry)] if prefer else []
    taken = _taken(fitting or mixes, said, prefer)
    kind = dimensions.of_terms(gather(_powers(parts, taken)), registry)
    alike = [mix for mix in mixes if dimensions.of_terms(gather(_powers(parts, mix)), registry) == kind]
    readings = tuple(dict.fromkeys(canonical(gather(_powers(parts, mix))) for mix in alike))
    left_open = [part.word for i, part in enumerate(parts) if not said[i] and len({mix[i] for mix in alike}) > 1]
    return UnitWord(
        canonical(gather(_powers(parts, taken))),
        readings if len(readings) > 1 else (),
        text,
        tuple(dict.fromkeys(left_open)),
    )


def _powers(parts: Iterable[Part], mix: _Mix) -> Iterable[tuple[str, int]]:
    return ((unit, part.exponent) for part, unit in zip(parts, mix, strict=True))


def _declared(part: Part, declared: Mapping[str, str], registry: Registry) -> str:
    """The unit that the workspace says this word means, or ""."""
    stem = stem_of(part.word)
    unit = next((unit for word, unit in declared.items() if stem_of(word) == stem), "")
    if not unit:
        return ""
    found = read_parts(unit, registry)
    if len(found) != 1 or found[0].exponent != 1:
        raise UnitError(
            f"the reading '{unit}' of '{part.word}' is not one unit",
            fix="name one unit, as in `ton: metric_ton`",
            code="UN01",
        )
    return found[0].options[0]


def _fits(terms: Terms, prefer: Terms, registry: Registry) -> bool:
    kind, wanted = dimensions.of_terms(terms, registry), dimensions.of_terms(prefer, registry)
    return kind == wanted or dimensions.differ_by_time(kind, wanted)


def _taken(mixes: Sequence[_Mix], said: Sequence[str], prefer: Terms) -> _Mix:
    """The declared reading; else the one that the measure's unit holds; else the usual one."""
    declared = [mix for mix in mixes if all(not own or own == unit for own, unit in zip(said, mix, strict=True))]
    # "kilometric_ton" holds metric_ton: a prefix makes no other reading.
    return max(declared or mixes, key=lambda mix: sum(any(n.endswith(unit) for n, _ in prefer) for unit in mix))
