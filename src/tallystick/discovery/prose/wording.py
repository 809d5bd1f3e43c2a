"""The words by which sentences relate figures: which way, from, to, by how much, of what, when."""

from __future__ import annotations

import re

from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.sentences import DATE

LAPSE = "\uf8ff"  # "ten years earlier": a length of time that says when

UP_VERBS = (
    r"rose|risen|rises?|rising|grew|grown?|grows|growing|increas\w+|climb\w*|gain\w*|jump\w*|surg\w+|soar\w*|advanc\w+|"
    r"went up|go(?:es|ing)? up|gone up|expand\w*|rais\w+|lift\w*|add\w*|rall\w+|improv\w+|swell\w*|swollen|widen\w*|"
    r"rebound\w*|strengthen\w*|accelerat\w+|lengthen\w*|warm\w*|boost\w*|rocket\w*|doubl\w+|put on|crept up|edged up|picked up"
)
DOWN_VERBS = (
    r"fell|fall\w*|drop\w*|declin\w+|decreas\w+|reduc\w+|shr[aiu]nk\w*|slid\w*|slump\w*|plung\w+|plummet\w*|dip\w*|sank|sunk|sink\w*|"
    r"lost|los(?:e|es|ing)|lower\w*|cut\w*|went down|go(?:es|ing)? down|gone down|came down|com(?:e|es|ing) down|shed\w*|slip\w*|contract\w*|narrow\w*|"
    r"tumbl\w+|dwindl\w+|diminish\w*|sav(?:e|es|ed|ing)s?|trim\w*|slash\w*|weaken\w*|eas(?:ed|es)|halv\w+|shorten\w*|cool\w*|retreat\w*|crash\w*"
)
UP_WORDS = r"up|more|higher|above|greater|larger|longer|bigger|rise|increase|growth|growing|gain|jump|surge|climb|upturn|uptick|heavier|taller|deeper|wider|warmer|hotter|dearer|older|upward|faster|quicker|better|extra|additional|stronger"
DOWN_WORDS = (
    r"down|less|lower|fewer|smaller|shorter|fall|drop|decrease|decline|reduction|cut|loss|dip|slump|slide|lighter|cheaper|"
    r"cooler|colder|younger|minus|saving|savings|downward|slower|shallower|narrower|worse|weaker|downturn|contraction"
)
_UP = lazily(rf"\b(?:{UP_VERBS}|{UP_WORDS})\b|\+")
_DOWN = lazily(rf"\b(?:{DOWN_VERBS}|{DOWN_WORDS})\b|(?<=[(, ])-(?=[^\w\s])")
COMPARATIVE = (
    r"more|less|fewer|higher|lower|larger|smaller|greater|longer|shorter|bigger|up|down|above|below|over|under|heavier|lighter|taller|"
    r"deeper|shallower|wider|narrower|warmer|cooler|hotter|colder|dearer|cheaper|older|younger|ahead of|behind|short of|faster|slower|"
    r"quicker|better|worse|stronger|weaker|increase|decrease|rise|fall|drop|growth|decline|gain|reduction|jump|improvement|loss|cut|saving"
)
NOUNS = (
    r"rise|increase|growth|gain|jump|surge|climb|fall|drop|decrease|decline|reduction|cut|loss|dip|slump|change|difference|improvement|"
    r"saving|gap|slide|hike|boost|advance|uptick|expansion|contraction|shift|swing|plunge|addition"
)
BASES = (
    r"from|against|compared (?:with|to)|in comparison (?:with|to)|versus|vs\.?|v|instead of|rather than|(?:up|down) from|than|on|over|above|"
    r"below|under|of|after|following|ahead of|behind|relative to|as against|as opposed to|short of"
)
# Of those, what a number behind another figure is compared by, with nothing else between them.
FROMS = (
    r"from|against|compared (?:with|to)|in comparison (?:with|to)|versus|vs\.?|v|instead of|rather than|(?:up|down) from|"
    r"as against|as opposed to|than|relative to|after"
)
# What may stand between two figures of one relation: time, articles, hedges, and words of change; no other subject or verb.
_LINKING = (
    r"in|by|on|at|during|over|within|between|since|until|for|of|to|the|a|an|that|this|these|those|its|his|her|their|our|"
    r"is|was|were|are|be|being|been|has|had|have|or|which|i\.e\.?|ie|viz|namely|thus|so|hence|therefore|equals?|equal|equivalent|equating|"
    r"amount(?:s|ed|ing)?|correspond(?:s|ed|ing)?|represent(?:s|ed|ing)?|mark(?:s|ed|ing)?|mean(?:s|t|ing)?|making|makes?|made|it|"
    r"some|about|around|roughly|approximately|nearly|almost|more|less|than|just|only|even|still|exactly|well|slightly|close|as|"
    r"year|years|month|months|week|weeks|day|days|quarter|quarters|decade|season|end|start|beginning|middle|mid|early|late|"
    r"last|this|past|next|same|previous|prior|preceding|following|earlier|later|ago|before|then|now|today|yesterday|currently|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?|first|second|third|fourth|half|fiscal|financial|q[1-4]|fy|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|evening|night|winter|spring|summer|autumn|"
    r"alone|overall|altogether|respectively|net|annual|annually|yearly|total|record|average|mean|"
    r"sharp|steep|slight|small|modest|marked|further|another|additional|actual|relative|absolute|nominal|real|year-on-year|"
    r"yoy|year-over-year|month-on-month|quarter-on-quarter|like-for-like"
)
LINK = rf"(?:[ ,(:]|- |\bi\.e\. ?|\b(?:{_LINKING}|{NOUNS})\b|'s|{DATE}|{LAPSE})*?"
DETERMINED = rf"(?:(?:[a-z][\w'.-]*|{DATE}|{LAPSE})(?:'s)? ){{0,4}}?(?:[(+~=-]\s?)?"
_LAPSING = lazily(r"(?P<figure>[\ue000-\ue0ff])(?= (?:earlier|later|ago|before|previously|prior|on,|since|hence)\b)")


def with_lapses(shape: str, is_time: object) -> str:
    """The shape with lengths of time that only say when taken for such."""
    test = is_time if callable(is_time) else bool
    return _LAPSING.sub(lambda match: LAPSE if test(match["figure"]) else match[0], shape)


def direction(text: str, at: int) -> int:
    """Which way words say that something went: 1 up, -1 down, 0 not said; the word nearest to `at` decides.

    >>> direction("fell by X", 8), direction("X more", 0), direction("it was X", 7)
    (-1, 1, 0)
    """
    found = [(_distance(match, at), sign) for sign, words in ((1, _UP), (-1, _DOWN)) for match in words.finditer(text)]
    return min(found)[1] if found else 0


def _distance(match: re.Match[str], at: int) -> int:
    return match.start() - at if match.start() >= at else at - match.end()
