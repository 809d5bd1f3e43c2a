"""TB RS: tables of a document that do not add up, or that the text or another table contradicts."""

from __future__ import annotations

from tallystick.authoring import rule

RULES = (
    rule(
        "TB01",
        "total-does-not-foot",
        """
    A total of a table is not the sum of the numbers that it adds up.

    ## Why it matters
    It is the first thing that an auditor checks, and a total is quoted more often than its parts.
    Which rows a total adds is found by what agrees in the other columns, and by words such as 'Total'.

    ## Fails
    ```md draft.md
    | GWh     | 2022  | 2023  |
    |---------|------:|------:|
    | Wind    | 1,240 | 1,315 |
    | Solar   |   410 |   522 |
    | Hydro   |   963 |   948 |
    | Total   | 2,613 | 2,758 |
    ```

    ## Holds
    ```md draft.md
    | GWh     | 2022  | 2023  |
    |---------|------:|------:|
    | Wind    | 1,240 | 1,315 |
    | Solar   |   410 |   522 |
    | Hydro   |   963 |   948 |
    | Total   | 2,613 | 2,785 |
    ```

    ## Fix
    Correct the total, or the number that was mistyped.
    """,
    ),
    rule(
        "TB02",
        "row-does-not-cross-foot",
        """
    A row of a table does not add up to its total, where the other rows do.

    ## Why it matters
    A table that adds up downwards but not across holds a number that belongs elsewhere.

    ## Fails
    ```md draft.md
    | School  | Girls | Boys | Pupils |
    |---------|------:|-----:|-------:|
    | Park    |   212 |  198 |    410 |
    | Harbour |   187 |  203 |    490 |
    | Mill    |    95 |  104 |    199 |
    ```

    ## Holds
    ```md draft.md
    | School  | Girls | Boys | Pupils |
    |---------|------:|-----:|-------:|
    | Park    |   212 |  198 |    410 |
    | Harbour |   187 |  203 |    390 |
    | Mill    |    95 |  104 |    199 |
    ```

    ## Fix
    Correct the row's total, or one of its parts.
    """,
    ),
    rule(
        "TB03",
        "difference-differs",
        """
    A difference in a table is not what its two numbers make.

    ## Why it matters
    Readers take the difference as given, and never subtract.

    ## Fails
    ```md draft.md
    | Node | Before (ms) | After (ms) | Change |
    |------|------------:|-----------:|-------:|
    | a    |        42.0 |       28.5 |  −13.5 |
    | b    |        38.4 |       30.1 |   −3.8 |
    | c    |        61.2 |       47.9 |  −13.3 |
    ```

    ## Holds
    ```md draft.md
    | Node | Before (ms) | After (ms) | Change |
    |------|------------:|-----------:|-------:|
    | a    |        42.0 |       28.5 |  −13.5 |
    | b    |        38.4 |       30.1 |   −8.3 |
    | c    |        61.2 |       47.9 |  −13.3 |
    ```

    ## Fix
    Correct the difference, or one of its two numbers.
    """,
    ),
    rule(
        "TB04",
        "change-differs",
        """
    A percentage of change in a table is not what its two numbers make.

    ## Why it matters
    The change is what headlines are made of; a number that was updated without it is easily missed.

    ## Fails
    ```md draft.md
    | Visitors | 2022   | 2023   | % change |
    |----------|-------:|-------:|---------:|
    | Museum   | 48,200 | 51,900 |      7.7 |
    | Zoo      | 96,400 | 91,100 |      5.5 |
    | Baths    | 33,800 | 41,500 |     28.2 |
    ```

    ## Holds
    ```md draft.md
    | Visitors | 2022   | 2023   | % change |
    |----------|-------:|-------:|---------:|
    | Museum   | 48,200 | 51,900 |      7.7 |
    | Zoo      | 96,400 | 91,100 |     −5.5 |
    | Baths    | 33,800 | 41,500 |     22.8 |
    ```

    ## Fix
    Correct the percentage, or the number that was updated without it.
    """,
    ),
    rule(
        "TB05",
        "share-differs",
        """
    A percentage in a table is not the share that its number has of the whole.

    ## Why it matters
    Shares are compared with each other; one wrong share reorders them.

    ## Fails
    ```md draft.md
    | Crop   | Hectares | Share |
    |--------|---------:|------:|
    | Wheat  |   12,400 | 52.3% |
    | Barley |    8,100 | 43.2% |
    | Oats   |    3,200 | 13.5% |
    | All    |   23,700 |       |
    ```

    ## Holds
    ```md draft.md
    | Crop   | Hectares | Share |
    |--------|---------:|------:|
    | Wheat  |   12,400 | 52.3% |
    | Barley |    8,100 | 34.2% |
    | Oats   |    3,200 | 13.5% |
    | All    |   23,700 |       |
    ```

    ## Fix
    Correct the share, or the number that it is of.
    """,
    ),
    rule(
        "TB06",
        "product-differs",
        """
    A product, ratio or average in a table is not what its numbers make.

    ## Why it matters
    Price times quantity is what gets paid.

    ## Fails
    ```md draft.md
    | Item   | Quantity | Price  | Amount   |
    |--------|---------:|-------:|---------:|
    | Chairs |       24 |  41.50 |   996.00 |
    | Desks  |       12 | 187.25 | 2,427.00 |
    | Lamps  |       30 |  23.80 |   714.00 |
    ```

    ## Holds
    ```md draft.md
    | Item   | Quantity | Price  | Amount   |
    |--------|---------:|-------:|---------:|
    | Chairs |       24 |  41.50 |   996.00 |
    | Desks  |       12 | 187.25 | 2,247.00 |
    | Lamps  |       30 |  23.80 |   714.00 |
    ```

    ## Fix
    Correct the product, or one of its factors.
    """,
    ),
    rule(
        "TB07",
        "roll-forward-differs",
        """
    What was there at the start and what came and went do not make what was there at the end.

    ## Why it matters
    Something is missing from the movements, or one of the balances is not what the last report said.

    ## Fails
    ```md draft.md
    | Members              | 2022  | 2023  |
    |----------------------|------:|------:|
    | At beginning of year | 1,412 | 1,467 |
    | Joined               |   203 |   188 |
    | Left                 |  (148) | (131) |
    | At end of year       | 1,467 | 1,542 |
    ```

    ## Holds
    ```md draft.md
    | Members              | 2022  | 2023  |
    |----------------------|------:|------:|
    | At beginning of year | 1,412 | 1,467 |
    | Joined               |   203 |   188 |
    | Left                 |  (148) | (131) |
    | At end of year       | 1,467 | 1,524 |
    ```

    ## Fix
    Correct the balance, or the movement that was mistyped or left out.
    """,
    ),
    rule(
        "TB08",
        "shares-miss-the-whole",
        """
    Shares of a whole do not add up to the 100 % that stand under them.

    ## Why it matters
    Rounding moves a sum of shares by a digit; more than that is a share that is wrong or missing.

    ## Fails
    ```md draft.md
    | Heating  | 2013    | 2023    |
    |----------|--------:|--------:|
    | Gas      |  48.2 % |  51.6 % |
    | Oil      |  30.7 % |  15.1 % |
    | District |  13.6 % |  25.3 % |
    | Other    |   7.5 % |  10.0 % |
    | Total    | 100.0 % | 100.0 % |
    ```

    ## Holds
    ```md draft.md
    | Heating  | 2013    | 2023    |
    |----------|--------:|--------:|
    | Gas      |  48.2 % |  49.6 % |
    | Oil      |  30.7 % |  15.1 % |
    | District |  13.6 % |  25.3 % |
    | Other    |   7.5 % |  10.1 % |
    | Total    | 100.0 % | 100.0 % |
    ```

    ## Fix
    Correct the share that is wrong, or add the one that is missing.
    """,
    ),
    rule(
        "RS02",
        "text-differs-from-table",
        """
    The text gives another number than the table that it speaks of.

    ## Why it matters
    One of the two was updated without the other, and readers quote the text.

    ## Fails
    ```md draft.md
    | Airport | 2022    | 2023    |
    |---------|--------:|--------:|
    | Norwood | 380,400 | 412,700 |
    | Eastham | 250,300 | 268,900 |

    Norwood handled 421,700 passengers, after 380,400 in the year before.
    ```

    ## Holds
    ```md draft.md
    | Airport | 2022    | 2023    |
    |---------|--------:|--------:|
    | Norwood | 380,400 | 412,700 |
    | Eastham | 250,300 | 268,900 |

    Norwood handled 412,700 passengers, after 380,400 in the year before.
    ```

    ## Fix
    Correct the text or the table.
    """,
    ),
    rule(
        "RS03",
        "table-differs-from-table",
        """
    Two tables of a document print different numbers under the same labels, where their others agree.

    ## Why it matters
    The summary and the annex are read by different people.

    ## Fails
    ```md draft.md
    | Team   | Played | Points |
    |--------|-------:|-------:|
    | Rovers |     38 |     71 |
    | United |     38 |     64 |

    The table again, with goals:

    | Team   | Played | Goals | Points |
    |--------|-------:|------:|-------:|
    | Rovers |     38 |    66 |     71 |
    | United |     38 |    59 |     46 |
    ```

    ## Holds
    ```md draft.md
    | Team   | Played | Points |
    |--------|-------:|-------:|
    | Rovers |     38 |     71 |
    | United |     38 |     64 |

    The table again, with goals:

    | Team   | Played | Goals | Points |
    |--------|-------:|------:|-------:|
    | Rovers |     38 |    66 |     71 |
    | United |     38 |    59 |     64 |
    ```

    ## Fix
    Correct one of the tables.
    """,
    ),
)
