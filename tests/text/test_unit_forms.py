"""One list of unit forms: what `units` knows is read in running text, and what text treats apart `units` knows."""

import pytest

from tallystick import units
from tallystick.text import read_quantities
from tallystick.units.forms import contexts, listed
from tallystick.units.registry import load
from tallystick.units.spelling import SCALES

REGISTRY = load()
DIFFERENCES = {name for name in REGISTRY.names if name.startswith(("delta_", "Δ"))}
SPELLINGS = sorted({*REGISTRY.names, *REGISTRY.words} - DIFFERENCES)
PREFIXED = sorted(
    prefix + REGISTRY.symbols.get(name, name)
    for name, prefixes in REGISTRY.prefixable.items()
    for prefix in prefixes
    if name not in REGISTRY.currencies and len(REGISTRY.symbols.get(name, name)) < 4
)


def _is_apart(form):
    """Forms that in_text.txt takes out of running text: counted things, and letters that must touch the digits."""
    return form in listed("counted") | listed("touching") | listed("none") or form.lower() in listed("counted")


def _read(text):
    return [(mention.quantity.unit, mention.quantity.unit_text) for mention in read_quantities(text)]


def _written(form):
    """The form behind a number, as text writes it: signs and single letters touch the digits."""
    touches = not form[0].isalpha() or (len(form) == 1 and form not in listed("apart"))
    return f"They measured 5.5{'' if touches else ' '}{form}, more or less."


def _is_read(form):
    """True when text reads the form as the unit that `units` know by it."""
    found = next((unit for unit, _ in _read(_written(form))), "")
    meant = units.parse_unit(form).canonical
    return found == meant or (
        found != "" and (units.factor(found), units.dimension(found)) == (units.factor(meant), units.dimension(meant))
    )


def test_every_spelling_that_units_know_is_a_unit_in_text():
    forms = [name.replace("_", " ") for name in SPELLINGS if not _is_apart(name) and name not in contexts()]
    plain = [form for form in forms if form.split()[0] not in SCALES]
    assert [form for form in plain if not _is_read(form)] == []


def test_every_prefix_before_every_symbol_that_takes_it_is_a_unit_in_text():
    forms = [form for form in PREFIXED if not _is_apart(form)]
    assert [form for form in forms if not _is_read(form)] == []


@pytest.mark.parametrize("section", ["counted", "touching", "apart", "adjectives"])
def test_every_form_that_text_treats_apart_is_known_to_units(section):
    assert [form for form in sorted(listed(section)) if not units.is_form(form)] == []


def test_every_meaning_that_the_context_gives_is_known_to_units():
    meant = [meaning for meanings in contexts().values() for meaning, _ in meanings]
    assert [meaning for meaning in meant if not units.is_form(meaning)] == []


def test_a_workspaces_own_units_are_read_and_end_with_their_block():
    with units.using(units.load_definitions("smoot = 1.7018 * meter = smt")):
        assert _read("The bridge is 364.4 smoots long, or 364.4 smt.") == [("smoot", "smoots"), ("smoot", "smt")]
        assert _read("A wall of 2 kilosmoots.") == [("kilosmoot", "kilosmoots")]
    assert _read("The bridge is 364.4 smoots long.") == [("", "")]
