"""ST01–ST05: statistics as papers report them, found in sentences: tests with p, means with n, percentages, intervals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from tallystick import bounds
from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.sentences import Sentence
from tallystick.discovery.prose.statistics import (
    ReportedTest,
    has_distributions,
    is_deviation_possible,
    is_mean_possible,
    is_p_possible,
    is_share_deviation_possible,
    nearest_mean,
    p_bounds,
)
from tallystick.discovery.stated import Stated, compares, equals, number
from tallystick.expressions.nodes import Name
from tallystick.model import Evidence, Figure, Quantity, Severity

_NUMBER = r"[-−–]?\d*\.?\d+"
_P = r",?;?\s*(?:(?:p|P)(?:[- ]value)?\s*(?P<p_relation>[=<>≤≥]|&lt;|&gt;)\s*(?P<p>\d*\.\d+|[01])(?!\d)(?:\s*[×x]\s*10)?|(?P<ns>n\.?s\.?)(?![a-z]))"
_BETWEEN = r"(?:,\s*(?:d|g|η²?p?²?|ηp2|r|β|b|SE|CI|95\s?%\s?CI|MSE|Mse|φ|V|ω²)\s*=?\s*[\[(]?[-−]?\d*\.?\d+(?:[,;]\s*[-−]?\d*\.?\d+)?[\])]?)*?"
_TESTS = (
    ("t", lazily(rf"(?<![\w.])[tT]\s*\(\s*(?P<df1>\d+(?:\.\d+)?)\s*\)\s*(?P<relation>[=<>])\s*(?P<stat>{_NUMBER}){_BETWEEN}{_P}")),
    ("F", lazily(rf"(?<![\w.])F\s*\(\s*(?P<df1>\d+(?:\.\d+)?)\s*,\s*(?P<df2>\d+(?:\.\d+)?)\s*\)\s*(?P<relation>[=<>])\s*(?P<stat>{_NUMBER}){_BETWEEN}{_P}")),
    ("r", lazily(rf"(?<![\w.])r\s*\(\s*(?P<df1>\d+)\s*\)\s*(?P<relation>[=<>])\s*(?P<stat>{_NUMBER}){_P}")),
    ("chi2", lazily(rf"(?:χ\s?[²2]|[xX]²|\bchi[-\s]?(?:2|square(?:d)?)|[χX]\^2)\s*\(\s*(?P<df1>\d+)(?:\s*,\s*[nN]\s*=\s*[\d,]+)?\s*\)\s*(?P<relation>[=<>])\s*(?P<stat>{_NUMBER}){_BETWEEN}{_P}")),
    ("z", lazily(rf"(?<![\w.])[zZ]\s*(?P<relation>[=<>])\s*(?P<stat>{_NUMBER}){_P}")),
)  # fmt: skip
_MAY_TEST = lazily(r"\bp\b|\bn\.?s\b|\bP\b|p-value")
_ONE_TAILED = lazily(r"one[- ](?:tailed|sided)|directional", re.IGNORECASE)
_N_SMALL = 100000
_MEAN = lazily(
    r"(?:\b(?:mean|average|M|rating|score)\b[^.;()=]{0,80}?(?:\s|=|\()\s*(?:was|is|of|=|:)?\s*)(?P<mean>\d+\.\d{1,3})(?!\d|\s?%|\s*(?:×|million|billion|thousand))"
    r"(?P<between>[^.;\d]{0,70}?(?:\(|,|;|\s)\s*)(?:[nN]\s*=\s*(?P<n>\d{1,4})|(?:among|from|of|by)\s+(?:the\s+|all\s+)?(?P<n2>\d{1,3})\s+(?P<noun>[a-z]+))"
)
_WHOLE = lazily(
    r"whole[- ]?(?:number|point)s?|integers?|likert|(?:five|seven|ten|nine|four|six|\d+)-point|points? only|whole numbers?|on a scale (?:from|of) \d+ to \d+|stars?\b|number of (?:children|siblings|errors|goals|items)",
    re.IGNORECASE,
)
_SD = lazily(
    r"\bM\s*=\s*(?P<mean>\d*\.\d+|\d+)\s*[,;]\s*SD\s*=\s*(?P<sd>\d*\.\d+)(?:\s*[,;]\s*[nN]\s*=\s*(?P<n>\d{1,5}))?"
)
_CI = lazily(
    r"(?P<estimate>[-−]?\d*\.?\d+)\s?(?P<unit>%|[a-zA-Z]{1,8})?,?\s*[\[(;,]\s*(?:(?:9[0-9](?:\.\d)?)\s?%\s*)?(?:CI|C\.I\.|confidence intervals?|CrI|credible interval|HDI)\s*[:=,]?\s*(?:of |from |was )?[\[(]?\s*"
    r"(?P<low>[-−]?\d*\.?\d+)\s?%?\s*(?:to|–|-|,|;|and)\s*(?P<high>[-−]?\d*\.?\d+)"
)
_CI_OF = lazily(
    r"(?P<estimate>[-−]?\d*\.?\d+)\s?(?P<unit>%|[a-zA-Z]{1,8})?,? (?:with an?|and an?|\(with an?) (?:9[0-9](?:\.\d)?\s?%\s*)?(?:CI|confidence interval|credible interval)"
    r" (?:of|from|was|between|running from) (?P<low>[-−]?\d*\.?\d+)\s?%?\s*(?:to|–|-|and)\s*(?P<high>[-−]?\d*\.?\d+)"
)
_PERCENT_OF = lazily(
    r"(?P<p>\d{1,2}\.\d{1,2})\s?(?:%|per ?cent|percent)\s+of\s+(?:the\s+|all\s+|our\s+)?(?P<n>\d{1,3})\s+(?P<noun>[a-z]+s|people|women|men|children)\b"
)


def find_statistics(sentence: Sentence) -> Iterator[Stated | Figure]:
    """ST01 to ST05 for the statistics that a sentence reports."""
    text = sentence.text
    if has_distributions() and _MAY_TEST.search(text):
        for name, pattern in _TESTS:
            for match in pattern.finditer(text):
                yield from _tested(sentence, name, match)
    if not re.search(r"\d\.\d|CI\b|interval", text):
        return
    for match in _MEAN.finditer(text):
        yield from _meant(sentence, match)
    for match in _SD.finditer(text):
        yield from _spread(sentence, match)
    for match in (*_CI.finditer(text), *_CI_OF.finditer(text)):
        yield from _estimated(sentence, match)
    for match in _PERCENT_OF.finditer(text):
        yield from _shared(sentence, match)


def needs_distributions(sentences: Sequence[Sentence]) -> bool:
    """True when a test with a p-value is reported that cannot be recomputed here."""
    found = (pattern.search(one.text) for one in sentences if _MAY_TEST.search(one.text) for _, pattern in _TESTS)
    return not has_distributions() and any(found)


def _plain(text: str) -> str:
    return text.replace("−", "-").replace("–", "-")


def _figure(
    sentence: Sentence, match: re.Match[str], group: str, value: Fraction, step: Fraction = Fraction(0)
) -> Figure:
    start = sentence.start + match.start(group)
    quantity = Quantity(bounds.point(value), "", match[group], steps=(step, step))
    return Figure(
        f"{sentence.prefix}w{start}",
        quantity,
        sentence.path,
        start,
        sentence.start + match.end(group),
        sentence=sentence.start,
    )


def _broken(
    sentence: Sentence,
    match: re.Match[str],
    group: str,
    *,
    made: Fraction,
    code: str,
    says: str,
    severity: Severity | None = None,
) -> Iterator[Stated | Figure]:
    """A figure that must be what is computed; its partners are named for the reader."""
    printed = Fraction(_plain(match[group]))
    figure = _figure(sentence, match, group, printed)
    yield figure
    quote = " ".join(match[0].split())
    yield Stated(
        code, equals(figure.id, number(made)), Evidence.WORDS, f"'{quote}'", figure.id, "T", severity, says, weight=2
    )


def _tested(sentence: Sentence, name: str, match: re.Match[str]) -> Iterator[Stated | Figure]:
    groups = match.groupdict()
    relation = {"≤": "<", "≥": ">", "&lt;": "<", "&gt;": ">"}.get(
        groups["p_relation"] or "", groups["p_relation"] or "ns"
    )
    degrees = [Fraction(groups[key]) if groups.get(key) else None for key in ("df1", "df2")]
    test = ReportedTest(
        name, _plain(match["stat"]), degrees[0], degrees[1], match["relation"], groups["p"] or "", relation
    )
    one_tailed = _ONE_TAILED.search(sentence.text) is not None
    possible = is_p_possible(test, zero_is_error=False) or (
        one_tailed and is_p_possible(test, one_tailed=True, zero_is_error=False)
    )
    low, high = p_bounds(test, one_tailed=one_tailed)
    group = "p" if groups["p"] else "ns"
    shown = f"{low:.2g}" if f"{low:.2g}" == f"{high:.2g}" else f"{low:.2g} to {high:.2g}"
    quote = " ".join(match[0].split())
    says = f"'{quote}': p is {shown}"
    value = Fraction(groups["p"]) if groups["p"] else Fraction(0)
    figure = _figure(sentence, match, group, value)
    statistic = _figure(sentence, match, "stat", Fraction(test.statistic))
    yield figure
    yield statistic
    made = value if possible else value + 1
    yield Stated(
        "ST01", equals(figure.id, number(made)), Evidence.WORDS, f"'{quote}'", figure.id, "T", says=says, weight=2
    )


def _meant(sentence: Sentence, match: re.Match[str]) -> Iterator[Stated | Figure]:
    """ST02: the mean of so many whole numbers; only where the words say that they are whole."""
    count = int(match["n"] or match["n2"] or 0)
    if (
        not 2 <= count <= _N_SMALL
        or not _WHOLE.search(sentence.text)
        or count >= 10 ** len(match["mean"].partition(".")[2])
    ):
        return
    near = nearest_mean(match["mean"], count)
    printed = Fraction(match["mean"])
    best = printed if is_mean_possible(match["mean"], count) else min(near, key=lambda one: abs(one - printed))
    says = f"no mean of {count} whole numbers is {match['mean']}; the nearest are {float(near[0]):.4g} and {float(near[1]):.4g}"
    yield from _broken(sentence, match, "mean", made=best, code="ST02", says=says)


def _spread(sentence: Sentence, match: re.Match[str]) -> Iterator[Stated | Figure]:
    """ST03: the deviation of whole numbers (GRIMMER) where they are said to be whole, of zeros and ones (DEBIT) where they are."""
    found = re.search(r"\b[nN]\s*=\s*(\d{1,5})", sentence.text)
    count = int(match["n"] or (found[1] if found else 0))
    if count < 2:
        return
    printed = Fraction(match["sd"])
    if re.search(r"\b(?:proportion|binary|dichotomous|0/1|dummy)\b", sentence.text) and Fraction(match["mean"]) <= 1:
        possible = is_share_deviation_possible(match["mean"], match["sd"], count)
        kind = "zeros and ones"
    elif _WHOLE.search(sentence.text) and is_mean_possible(match["mean"], count):
        possible = is_deviation_possible(match["mean"], match["sd"], count)
        kind = "whole numbers"
    else:
        return
    says = f"no {count} {kind} with mean {match['mean']} have the standard deviation {match['sd']}"
    yield from _broken(sentence, match, "sd", made=printed if possible else printed + 1, code="ST03", says=says)


def _estimated(sentence: Sentence, match: re.Match[str]) -> Iterator[Stated | Figure]:
    """ST05: an estimate lies in its own interval."""
    estimate, low, high = (
        _figure(sentence, match, group, Fraction(_plain(match[group]))) for group in ("estimate", "low", "high")
    )
    ends = [figure.value.bound.low or Fraction(0) for figure in (estimate, low, high)]
    says = f"{match['estimate']} lies outside its own interval, {match['low']} to {match['high']}"
    # An effect told by its size ("9 minutes earlier, CI -14 to -4") has the other sign.
    turned = ends[1] < 0 < ends[0] or ends[0] < 0 < ends[1]
    if ends[1] > ends[2]:
        says = f"the interval {match['low']} to {match['high']} ends before it starts"
        turned = False
    if turned or not re.search(r"\d", match["estimate"]):
        return
    yield from (estimate, low, high)
    relation, end = (">=", low) if ends[0] < ends[1] else ("<=", high)
    if ends[1] > ends[2]:
        estimate, relation, end = high, ">=", low
    quote = " ".join(match[0].split())
    yield Stated(
        "ST05",
        compares(Name(estimate.id), relation, Name(end.id)),
        Evidence.WORDS,
        f"'{quote}'",
        estimate.id,
        "T",
        says=says,
        weight=2,
    )


def _shared(sentence: Sentence, match: re.Match[str]) -> Iterator[Stated | Figure]:
    """ST04: a percentage with decimals of a small number of things."""
    count = int(match["n"])
    if not 2 <= count < 10 ** (2 + len(match["p"].partition(".")[2])) / 2:
        return
    near = nearest_mean(match["p"], count, percent=True)
    printed = Fraction(match["p"])
    best = (
        printed if is_mean_possible(match["p"], count, percent=True) else min(near, key=lambda one: abs(one - printed))
    )
    says = f"no part of {count} {match['noun']} is {match['p']} %; the nearest are {float(near[0]):.4g} % and {float(near[1]):.4g} %"
    yield from _broken(sentence, match, "p", made=best, code="ST04", says=says, severity=Severity.WARNING)
