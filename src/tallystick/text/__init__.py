"""Quantities in English: a text → its mentions, a written value → a quantity. Nothing else reads numbers from text.

The stages, each a file, their word lists beside them as commented text: `tokens` cuts the text, `masks` hides
dates and names, `numerals` reads numbers in digits and words, `surroundings` sign, money, unit (`unit_words`),
rate and what is counted (`nouns`), `ranges` joins two numbers, `comparators` says what bounds them, `carrying`
gives back units a sentence leaves out, `names` drops numbers that only label; `grammar` puts them in order,
`quantities` makes the interval, and `values` reads a claim's `value:` with the same parts.
"""

from __future__ import annotations

from tallystick.text.asides import Aside
from tallystick.text.grammar import read_asides, read_quantities
from tallystick.text.mentions import Mention
from tallystick.text.values import read_value

__all__ = ["Aside", "Mention", "read_asides", "read_quantities", "read_value"]
