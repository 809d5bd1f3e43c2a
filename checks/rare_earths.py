"""Rare earth production: the parts that a page lists, and the total that it gives."""

from collections.abc import Iterator, Sequence

from tallystick.authoring import Claim, Finding, Severity, by_measure, check, in_unit, show_number


@check("XR01", "parts-exceed-world", severity=Severity.WARNING)
def parts_exceed_world(claims: Sequence[Claim]) -> Iterator[Finding]:
    """The mine production of the countries adds up to more than the world total beside it.

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
    parts = by_measure(claims, "mine_production")
    for world in by_measure(claims, "world_mine_production"):
        lows = [in_unit(part, "t/year").low or 0 for part in parts]
        total, most = sum(lows), in_unit(world, "t/year").high
        if most is not None and total > most:
            message = f"the parts add up to {show_number(total)} t/year, more than the {world.value.text} of the world"
            yield parts_exceed_world.finding(message, [world, *parts])
