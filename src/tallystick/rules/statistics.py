"""ST: reported statistics that cannot belong together."""

from __future__ import annotations

from tallystick.authoring import Severity, rule

RULES = (
    rule(
        "ST01",
        "p-value-differs",
        """
    A p-value is not that of its test statistic and degrees of freedom.

    ## Why it matters
    Conclusions hang on p, and it is copied by hand.

    ## Fails
    ```md draft.md
    The groups differed, t(28) = 2.20, p = .30.
    ```

    ## Holds
    ```md draft.md
    The groups differed, t(28) = 2.20, p = .036.
    ```

    ## Fix
    Compute p again, or say that the test is one-tailed.
    """,
    ),
    rule(
        "ST02",
        "mean-impossible",
        """
    No so many whole numbers have this mean (GRIM).

    ## Why it matters
    The mean, the count or the scale is reported wrongly.

    ## Fails
    ```md draft.md
    The mean of the seven-point rating was 5.25 (n = 30).
    ```

    ## Holds
    ```md draft.md
    The mean of the seven-point rating was 5.27 (n = 30).
    ```

    ## Fix
    Correct the mean, or the number of answers.
    """,
    ),
    rule(
        "ST03",
        "deviation-impossible",
        """
    No so many whole numbers, or zeros and ones, with this mean have this standard deviation (GRIMMER, DEBIT).

    ## Why it matters
    Mean, deviation and count do not come from one set of data.

    ## Fails
    ```md draft.md
    The proportion of successes was M = 0.19, SD = 0.35 (n = 1683).
    ```

    ## Holds
    ```md draft.md
    The proportion of successes was M = 0.19, SD = 0.39 (n = 1683).
    ```

    ## Fix
    Compute the deviation again from the data.
    """,
    ),
    rule(
        "ST04",
        "percent-fits-no-base",
        """
    No part of so few things is this percentage.

    ## Why it matters
    The percentage was taken of another number of things than the text says.

    ## Fails
    ```md draft.md
    A relapse was seen in 27.3 % of 24 patients.
    ```

    ## Holds
    ```md draft.md
    A relapse was seen in 29.2 % of 24 patients.
    ```

    ## Fix
    Name the number that the percentage is of.
    """,
        severity=Severity.WARNING,
    ),
    rule(
        "ST05",
        "estimate-outside-its-interval",
        """
    An estimate lies outside its own confidence interval.

    ## Why it matters
    An estimate and its interval come from one fit; one of the three was mistyped.

    ## Fails
    ```md draft.md
    The risk ratio was 0.30 (95 % CI 0.41 to 0.63).
    ```

    ## Holds
    ```md draft.md
    The risk ratio was 0.50 (95 % CI 0.41 to 0.63).
    ```

    ## Fix
    Correct the estimate, or the end of its interval.
    """,
    ),
)
