"""Rare earths: the mine production of countries against the world's, as a page gives both."""

from collections.abc import Iterator, Sequence

from tallystick.authoring import Claim, Finding, Severity, by_measure, check, in_unit


@check("XR01", "parts-exceed-world", severity=Severity.WARNING)
def parts_exceed_world(claims: Sequence[Claim]) -> Iterator[Finding]:
    """The mine production of the countries adds up to more than the world's, in the same year.

    ## Why it matters
    One of the figures is wrong, or they are of different years; a share of the total would be wrong with it.

    ## Fails
    | country | t/year  |
    | China   | 270,000 |
    | Burma   |  31,000 |
    | world   | 300,000 |

    ## Holds
    | country | t/year  |
    | China   | 260,000 |
    | Burma   |  31,000 |
    | world   | 300,000 |

    ## Fix
    Take the parts and the total from one table of one year.
    """
    for world in by_measure(claims, "world_mine_production"):
        parts = [part for part in by_measure(claims, "mine_production") if part.period == world.period]
        least, most = sum(in_unit(part, "t/year").low or 0 for part in parts), in_unit(world, "t/year").high
        if most is not None and least > most:
            told = f"{len(parts)} countries add up to at least {round(least):,} t/year"
            message = f"{told}, the world has {world.value.text}"
            yield parts_exceed_world.finding(message, [world, *parts])
