"""Amounts in messages are written as the document writes them."""

import pytest
from tests.discovery.tables import audited


@pytest.mark.parametrize(
    ("parts", "total", "made"),
    [
        pytest.param(("1,310", "280"), "1,890", "1,590", id="commas"),
        pytest.param(("1.310,00", "280,10"), "1.890,10", "1.590,10", id="points and a comma"),
        pytest.param(("1 310", "280"), "1 890", "1 590", id="spaces"),
        pytest.param(("1\u202f310,5", "280,5"), "1\u202f891,0", "1\u202f591,0", id="thin spaces and a comma"),
        pytest.param(("1'310", "280"), "1'890", "1'590", id="quotes"),
        pytest.param(("1.310.000", "280.000"), "1.890.000", "1.590.000", id="points"),
    ],
)
def test_a_sum_is_told_in_the_digits_of_its_document(parts, total, made):
    text = f"| item | 2021 | 2022 |\n|---|---|---|\n| a | 432 | {parts[0]} |\n| b | 217 | {parts[1]} |\n| Total | 649 | {total} |\n"
    (finding,) = audited(text)[1]
    assert f"makes {made}" in finding.message
