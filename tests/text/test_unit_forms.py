"""One list of unit forms: what `units` knows is read in running text, and what text treats apart `units` knows."""

import pytest

from tallystick import units
from tallystick.testing import audit_files
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
    return form in listed("counted") | listed("touching") | listed("none") | listed("divided") or form.lower() in listed("counted")


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


@pytest.mark.parametrize("section", ["counted", "touching", "apart", "adjectives", "divided"])
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


def test_a_value_in_a_workspaces_own_unit_is_grounded_in_its_quote():
    files = {
        "schemas/units.txt": "smoot = 1.7018 * meter\n",
        "schemas/measures.yaml": "measures: {length: {unit: m}}\n",
        "data/sources/bridge.txt": "The bridge is 364.4 smoots long.\n",
        "data/claims.yaml": "source: data/sources/bridge.txt\nclaims:\n"
        "  - {id: long, measure: length, entity: bridge, value: 364.4 smoots, quote: 364.4 smoots long}\n",
    }
    audit = audit_files(files)
    assert [finding.code for finding in audit.findings if finding.code.startswith(("QT", "UN"))] == []
    assert audit.coverage.share == 1


@pytest.mark.parametrize(
    ("unit", "value", "sentence"),
    [
        ("IQD", "10 IQD", "The fee is 10 dinars."),
        ("degC", "30 °C", "It was 30 degrees in the shade."),
        ("degree", "45 deg", "The roof leans at 45 degrees."),
        ("lb", "3 lb", "The hen weighs 3 pounds."),
        ("GBP", "3 GBP", "The hen costs 3 pounds."),
        ("delta_degF", "7.2 delta_degF", "The pond warmed by 7.2°F."),
        ("delta_degC", "4 delta_degC", "The pond warmed by 4 degrees Celsius."),
    ],
)
def test_a_word_of_several_meanings_grounds_each_of_them(unit, value, sentence):
    files = {
        "schemas/measures.yaml": f"measures: {{size: {{unit: {unit}}}}}\n",
        "data/sources/s.txt": f"{sentence}\n",
        "data/claims.yaml": f"source: data/sources/s.txt\nclaims:\n  - {{id: a, measure: size, entity: b, value: {value}, quote: {sentence}}}\n",
    }
    assert [finding.code for finding in audit_files(files).findings if finding.code.startswith("QT")] == []
