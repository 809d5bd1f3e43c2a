"""TX RS: sentences of a document that cannot be true together, or with their own numbers."""

from __future__ import annotations

from tallystick.authoring import Severity, rule

RULES = (
    rule(
        "TX01",
        "change-does-not-follow",
        """
    A change is not what its own two ends make.

    ## Why it matters
    A reader who takes the two ends gets another change than the one in the headline.

    ## Fails
    ```md draft.md
    Membership rose from 412 to 515, by 35 %.
    ```

    ## Holds
    ```md draft.md
    Membership rose from 412 to 515, by 25 %.
    ```

    ## Fix
    Correct the change, or the end that was mistyped.
    """,
    ),
    rule(
        "TX02",
        "parts-miss-the-whole",
        """
    The parts of a whole add up to another number than the whole.

    ## Why it matters
    One of the parts or the whole is wrong, and nobody can tell which from the sentence.

    ## Fails
    ```md draft.md
    The crew has 41 people: 29 sailors, 7 cooks and 9 engineers.
    ```

    ## Holds
    ```md draft.md
    The crew has 45 people: 29 sailors, 7 cooks and 9 engineers.
    ```

    ## Fix
    Correct the part or the whole.
    """,
    ),
    rule(
        "TX03",
        "share-does-not-follow",
        """
    A percentage is not the share that its part has of its whole.

    ## Why it matters
    Percentages are read first and checked last.

    ## Fails
    ```md draft.md
    18 of the 30 trees (65 %) bear fruit.
    ```

    ## Holds
    ```md draft.md
    18 of the 30 trees (60 %) bear fruit.
    ```

    ## Fix
    Correct the percentage, the part or the whole.
    """,
    ),
    rule(
        "TX04",
        "units-restated-differently",
        """
    One amount is given in two units that do not convert into each other.

    ## Why it matters
    Half of the readers use the second unit, and get another amount.

    ## Fails
    ```md draft.md
    The tower is 312 m (1,204 ft) high.
    ```

    ## Holds
    ```md draft.md
    The tower is 312 m (1,024 ft) high.
    ```

    ## Fix
    Convert again from the unit that was measured.
    """,
    ),
    rule(
        "TX05",
        "rate-does-not-follow",
        """
    A rate is not what its amount and its number make.

    ## Why it matters
    A rate off by ten reads as plausible as the right one.

    ## Fails
    ```md draft.md
    The 420 farms keep 12,600 cows, 300 each on average.
    ```

    ## Holds
    ```md draft.md
    The 420 farms keep 12,600 cows, 30 each on average.
    ```

    ## Fix
    Correct the rate, the amount or the number.
    """,
    ),
    rule(
        "TX06",
        "count-differs",
        """
    A sentence counts other than it lists.

    ## Why it matters
    Something is missing from the list, or was added without the number.

    ## Fails
    ```md draft.md
    We visited four towns: Bonn, Ulm and Trier.
    ```

    ## Holds
    ```md draft.md
    We visited three towns: Bonn, Ulm and Trier.
    ```

    ## Fix
    Correct the number, or complete the list.
    """,
    ),
    rule(
        "TX07",
        "order-differs",
        """
    Words state an order that the numbers do not have.

    ## Why it matters
    The ranking is what a reader keeps, and the numbers deny it.

    ## Fails
    ```md draft.md
    May was the busiest month with 114 visits, ahead of June with 118.
    ```

    ## Holds
    ```md draft.md
    May was the busiest month with 124 visits, ahead of June with 118.
    ```

    ## Fix
    Correct the number, or the order.
    """,
    ),
    rule(
        "TX08",
        "outside-its-own-range",
        """
    A number lies outside the range that its sentence gives, or the range ends before it starts.

    ## Why it matters
    A mean or a median cannot lie outside the values it is made of.

    ## Fails
    ```md draft.md
    Waiting times were between 12 and 90 minutes, the median 210.
    ```

    ## Holds
    ```md draft.md
    Waiting times were between 12 and 90 minutes, the median 21.
    ```

    ## Fix
    Correct the number, or an end of the range.
    """,
    ),
    rule(
        "TX09",
        "dates-do-not-follow",
        """
    A length of time, an age or an order is not what its dates make.

    ## Why it matters
    One of the dates is wrong, and plans hang on it.

    ## Fails
    ```md draft.md
    The bridge was opened on 12 May 2014, 20 years after the first plan of 3 June 2004.
    ```

    ## Holds
    ```md draft.md
    The bridge was opened on 12 May 2014, 10 years after the first plan of 3 June 2004.
    ```

    ## Fix
    Correct the date, or the length of time.
    """,
    ),
    rule(
        "TX10",
        "unit-of-another-kind",
        """
    A unit is of another kind than its words speak of: power for energy, percent for points.

    ## Why it matters
    Power and energy differ by a factor of hours, percent and points by the base.

    ## Fails
    ```md draft.md
    The wind park fed 62 GW into the grid in 2021.
    ```

    ## Holds
    ```md draft.md
    The wind park fed 62 GWh into the grid in 2021.
    ```

    ## Fix
    Correct the unit.
    """,
        severity=Severity.WARNING,
    ),
    rule(
        "RS01",
        "restated-differently",
        """
    One quantity is said twice with different digits, in the same words.

    ## Why it matters
    A reader of the headline and a reader of the body learn two things.

    ## Fails
    ```md draft.md
    # Flood cuts power to 210,000 homes

    The flood cut the power to 120,000 homes along the river.
    ```

    ## Holds
    ```md draft.md
    # Flood cuts power to 120,000 homes

    The flood cut the power to 120,000 homes along the river.
    ```

    ## Fix
    Correct the one that differs from its source.
    """,
        severity=Severity.WARNING,
    ),
    rule(
        "RS06",
        "scale-slips",
        """
    One quantity is said twice with the same digits at another power of ten.

    ## Why it matters
    Million for billion is the costliest of slips, and the easiest to overlook.

    ## Fails
    ```md draft.md
    # Bank fined $43.5 billion

    The bank was fined $43.5 million by the court.
    ```

    ## Holds
    ```md draft.md
    # Bank fined $43.5 million

    The bank was fined $43.5 million by the court.
    ```

    ## Fix
    Correct the scale.
    """,
        severity=Severity.WARNING,
    ),
)
