"""The language of checks, relations and rules: text to tree, and tree to text.

What stands where: `parse` reads, `nodes` are plain records any layer may walk, `show` writes one normal spelling.
A word is a function only before `(`, a unit only after a number, otherwise a name. `t/year` without spaces is a
unit, `offer-2` without spaces is a name; with spaces `/` divides and `-` subtracts. May import `text`, `periods`
and what lies below; lark only in `building`.
"""

from tallystick.expressions.nodes import (
    And,
    Call,
    Compare,
    Date,
    IfThen,
    Member,
    Missing,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Or,
    Power,
    Product,
    Sum,
    Text,
    Truth,
    Within,
    children,
    functions,
    names,
    walk,
)
from tallystick.expressions.parsing import MAX_CHARACTERS, MAX_NESTING, parse
from tallystick.expressions.showing import show

__all__ = [
    "MAX_CHARACTERS",
    "MAX_NESTING",
    "And",
    "Call",
    "Compare",
    "Date",
    "IfThen",
    "Member",
    "Missing",
    "Name",
    "Negate",
    "Node",
    "Not",
    "Number",
    "Or",
    "Power",
    "Product",
    "Sum",
    "Text",
    "Truth",
    "Within",
    "children",
    "functions",
    "names",
    "parse",
    "show",
    "walk",
]
