"""What is counted: the noun phrase behind a number without a unit ("37 charging stations")."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.text.lexicon import words
from tallystick.text.tokens import Token

_LONGEST = 5


def read_noun(tokens: Sequence[Token], at: int, *, singular: bool = False) -> tuple[str, int]:
    """The noun phrase that starts at token `at`, and where it ends; "" and `at` when none does.

    Args:
        singular: The number is one, so a singular noun ends the phrase.

    >>> from tallystick.text.tokens import tokenize
    >>> read_noun(tokenize("charging stations by the end"), 0)
    ('charging stations', 2)
    """
    end, last_plural = at, 0
    while end < len(tokens) and end - at < _LONGEST:
        token = tokens[end]
        hyphen = token.text == "-" and token.tight and end > at
        if not hyphen and (token.kind != "word" or token.lower in words("stop_words", "stop")):
            break
        end += 1
        if not hyphen and is_plural(token):
            last_plural = end
            following = tokens[end] if end < len(tokens) else None
            if following is None or not is_plural(following) or following.kind != "word":
                break
    if last_plural:
        end = last_plural
    elif not singular:
        return "", at
    else:
        end = min(end, at + 2)
    return _shown(tokens, at, end), end


def is_plural(token: Token) -> bool:
    """True when a word looks like a plural noun."""
    word = token.lower
    if word in words("stop_words", "plural"):
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s", "ous")) and word not in words(
        "stop_words", "notplural"
    )


def _shown(tokens: Sequence[Token], first: int, last: int) -> str:
    if first >= last:
        return ""
    return "".join(f"{'' if t.tight or n == 0 else ' '}{t.text}" for n, t in enumerate(tokens[first:last]))
