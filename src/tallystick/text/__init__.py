"""Quantities in English: a text → its mentions, a written value → a quantity. Nothing else reads numbers from text.

The stages, each a file: `tokens` cuts the text, `masks` hides dates and names, `numerals` reads
numbers in digits and words, `unit_words` what stands around them, `comparators` what bounds them,
`nouns` what is counted; `grammar` puts them together, `values` reads a claim's `value:`.
"""

from __future__ import annotations

from tallystick.text.grammar import read_quantities
from tallystick.text.mentions import Mention
from tallystick.text.values import read_value

__all__ = ["Mention", "read_quantities", "read_value"]
