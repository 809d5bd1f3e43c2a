"""Who says a figure, and of when: what an editor asks of a number before asking whether it is right."""

import re
from collections.abc import Iterator, Sequence

from tallystick.authoring import Claim, Finding, Quantity, Severity, check

ARTICLE = "data/sources/article.txt"
YEAR = re.compile(r"(?:19|20)\d\d")


def figures(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims of the article that quote a number or a rank."""
    for claim in claims:
        if claim.source == ARTICLE and claim.quote and isinstance(claim.value, Quantity):
            yield claim


@check("XA01", "figure-without-speaker", severity=Severity.NOTE)
def figure_without_speaker(claims: Sequence[Claim]) -> Iterator[Finding]:
    """A figure of the article is told by the narrator: no person, office or paper is named for it.

    ## Why it matters
    Nobody can be asked where it comes from, and a reader takes it for common knowledge.

    ## Fails
    The country is the second largest aluminum producer in the world.

    ## Holds
    The country is the second largest aluminum producer in the world, according to the US Geological Survey.

    ## Fix
    Name who says it in the text, and in `by`.
    """
    for claim in figures(claims):
        if not claim.by and claim.measure != "lapse":
            message = f"nobody is named for '{claim.id}': {claim.value.text}"
            yield figure_without_speaker.finding(message, [claim])


@check("XA02", "period-not-in-words", severity=Severity.NOTE)
def period_not_in_words(claims: Sequence[Claim]) -> Iterator[Finding]:
    """A figure is held to a period that its own words do not name: the period is the claimant's reading.

    ## Why it matters
    A rank or a total of no named year can be made to hold by picking the year.

    ## Fails
    "has not exceeded 1 million tons", claimed for 2016/2022

    ## Holds
    "the US imposed a 200% tariff on Russian aluminum in 2023", claimed for 2023/..

    ## Fix
    Say in the text which time is meant, or quote the words that say it.
    """
    for claim in figures(claims):
        said = claim.quote.exact if claim.quote else ""
        if claim.period and not YEAR.search(said):
            message = f"the words of '{claim.id}' name no year; {claim.period.text} is the claimant's reading"
            yield period_not_in_words.finding(message, [claim])
