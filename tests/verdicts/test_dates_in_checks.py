"""Dates and durations in checks: days are intervals, months follow the calendar."""

from fractions import Fraction

import pytest
from small_ledger import date, judge, quantity

from tallystick import bounds
from tallystick.model import Claim

CLAIMS = (
    date("posted", "2025-02-24"),
    date("ordered", "2025-02-10"),
    date("tariff", "2023"),
    date("founded", "2024-01-31"),
    Claim("gap", "gap", quantity(bounds.point(Fraction(2)), "week", "two weeks")),
)


@pytest.mark.parametrize(
    ("assertion", "verdict"),
    [
        pytest.param("posted == 2025-02-24", "holds", id="day-equals-day"),
        pytest.param("posted == 2025", "unknown", id="a-year-may-be-another-day"),
        pytest.param("posted in 2025", "holds", id="containment"),
        pytest.param("posted not in 2025", "breaks", id="no-containment"),
        pytest.param("tariff in 2023-03", "unknown", id="a-year-in-a-month"),
        pytest.param("tariff in 2022/2024", "holds", id="a-year-in-a-span"),
        pytest.param("tariff in 2022 / 2024", "holds", id="a-span-with-spaces"),
        pytest.param("tariff in ../2024", "holds", id="an-open-span"),
        pytest.param("tariff < ordered", "holds", id="year-before-day"),
        pytest.param("tariff == tariff", "holds", id="the-same-unknown-day"),
        pytest.param("posted - ordered == 2 weeks", "holds", id="difference-is-a-duration"),
        pytest.param("posted - ordered == gap", "holds", id="difference-against-a-claim"),
        pytest.param("ordered + gap == posted", "holds", id="date-plus-duration"),
        pytest.param("ordered + two weeks == posted", "holds", id="numerals-in-words"),
        pytest.param("gap + ordered == posted", "holds", id="duration-plus-date"),
        pytest.param("posted - 2 weeks == ordered", "holds", id="date-less-duration"),
        pytest.param("founded + 1 month == 2024-02-29", "holds", id="month-end-is-clamped"),
        pytest.param("founded + 1 year == 2025-01-31", "holds", id="year-by-the-calendar"),
        pytest.param("founded - 2 months == 2023-11-30", "holds", id="months-back"),
        pytest.param('weekday(posted) == "Monday"', "holds", id="weekday"),
        pytest.param('weekday(posted) != "Monday"', "breaks", id="other-weekday"),
        pytest.param('weekday(tariff) == "Monday"', "unknown", id="weekday-of-a-year"),
        pytest.param('weekday(2025-02-25) == "Tuesday" and posted < 2025-02-25', "holds", id="weekday-of-a-literal"),
        pytest.param('posted == "24 February 2025"', "holds", id="date-in-words"),
        pytest.param("posted > date('2012-01-01')", "holds", id="date-function"),
        pytest.param("near(posted, ordered, 2 weeks)", "holds", id="near-by-a-duration"),
        pytest.param("abs(ordered - posted) == 14 days", "holds", id="size-of-a-difference"),
        pytest.param("max(posted, ordered) == posted", "holds", id="the-later"),
        pytest.param("posted + 1.5 months > 2025-03-31", "holds", id="part-of-a-month"),
        pytest.param("posted + 12 hours < 2025-02-25", "holds", id="part-of-a-day"),
        pytest.param("posted + 99999999 days > 2025", "holds", id="beyond-the-calendar"),
        pytest.param("posted + 9000 years > 2025", "unknown", id="years-beyond-the-calendar"),
        pytest.param("mean(posted, ordered) == 2025-02-17", "holds", id="halfway"),
    ],
)
def test_dates_are_intervals_of_days(assertion, verdict):
    assert judge(assertion, *CLAIMS).verdict == verdict


@pytest.mark.parametrize(
    ("assertion", "message"),
    [
        ('weekday(posted) == "Mondy"', "nearest: 'Monday'"),
        ('posted == "soon"', "'soon' is no date or period"),
        ("posted in 5", "is a plain number, not a date"),
        ("posted in 0000", "years run from 1 to 9999"),
        ("posted in 2023/2020", "ends before it starts"),
        ("1 month - posted > 2025", "cannot add a date"),
        ("posted + 3 t > 2025", "cannot add a date and what is no duration"),
    ],
)
def test_what_is_no_date_is_said(assertion, message):
    found = judge(assertion, *CLAIMS)
    assert found.verdict == "unknown"
    assert message in found.findings[0].message


def test_sides_show_dates():
    from tallystick.verdicts import show_side

    found = judge("tariff < ordered", *CLAIMS)
    assert [show_side(side) for side in found.result.sides] == ["2023", "2025-02-10"]
