"""Changes that a sentence tells beside what was and what is."""

import pytest
from tests.discovery.tables import broken

TRUE = [
    pytest.param("Ticket sales of $45.1 million in 2023 rose 12.2% from $40.2 million in 2022.", "12.2%", "21.2%", id="ends around"),
    pytest.param(
        "Spending fell by $7.5 million to $55.6 million for the year ended June 30, 2023, compared to $63.1 million for the year before.",
        "$55.6", "$45.6", id="to, compared to",
    ),
    pytest.param(
        "Fees were $1,361.2 million, a decrease of $141.7 million, or 9.4%, from fees of $1,502.9 million.", "141.7", "181.7", id="a decrease of"
    ),
    pytest.param(
        "Rents increased by 91.7% for the twelve months of 2023 compared to the same twelve months of 2022 to $31,560 from $16,466.",
        "91.7", "71.9", id="months between",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "was", "now"), TRUE)
def test_a_change_that_does_not_follow_is_found_and_one_that_does_is_not(text, was, now):
    assert broken(text + "\n") == []
    assert "TX01" in [code for code, _ in broken(text.replace(was, now) + "\n")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Sales rose by $3.1 million to $9.0 million, and costs fell to $4.4 million from $5.0 million.",
            id="two changes",
        ),
        pytest.param("The fund grew 5% to $90 million; it paid $12 million to 40 schools.", id="another number"),
        pytest.param(
            "Revenue increased $416 million due to $639 million of sales, compared to $23 million lost.", id="reasons"
        ),
    ],
)
def test_numbers_that_are_not_the_ends_of_one_change_state_nothing(text):
    assert broken(text + "\n") == []
