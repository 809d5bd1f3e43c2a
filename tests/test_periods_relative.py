"""Words like "on Tuesday" mean days once the date of their source is known, and nothing without it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick import periods
from tallystick.errors import PeriodError
from tallystick.model import Period

TUESDAY = date(2025, 2, 25)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("today", "2025-02-25"),
        ("on Tuesday", "2025-02-25"),
        ("Tuesday", "2025-02-25"),
        ("Monday night", "2025-02-24"),
        ("late Monday", "2025-02-24"),
        ("on Wednesday", "2025-02-19"),
        ("last Tuesday", "2025-02-18"),
        ("this past Monday", "2025-02-24"),
        ("next Friday", "2025-02-28"),
        ("this Friday", "2025-02-28"),
        ("by Friday", "../2025-02-28"),
        ("since Friday", "2025-02-21/.."),
        ("yesterday", "2025-02-24"),
        ("last night", "2025-02-24"),
        ("tomorrow", "2025-02-26"),
        ("this week", "2025-02-24/2025-03-02"),
        ("last week", "2025-02-17/2025-02-23"),
        ("last month", "2025-01"),
        ("the previous month", "2025-01"),
        ("earlier this month", "2025-02"),
        ("this quarter", "2025-Q1"),
        ("the fourth quarter", "2024-Q4"),
        ("next year", "2026"),
        ("last year", "2024"),
        ("at the end of last year", "2024"),
        ("next decade", "203X"),
        ("five days ago", "2025-02-20"),
        ("two weeks ago", "2025-02-11"),
        ("three months ago", "2024-11"),
        ("two years ago", "2023"),
        ("in two weeks", "2025-03-11"),
        ("a month later", "2025-03-25"),
        ("two weeks after", "2025-03-11"),
        ("two weeks after Monday", "2025-03-10"),
        ("two weeks after 10 February 2025", "2025-02-24"),
        ("two days before Friday", "2025-02-19"),
        ("the past two weeks", "2025-02-12/2025-02-25"),
        ("over the past year", "2024-02-26/2025-02-25"),
        ("the next two weeks", "2025-02-25/2025-03-11"),
        ("within two weeks", "2025-02-25/2025-03-11"),
        ("Feb. 24", "2025-02-24"),
        ("March 4", "2025-03-04"),
        ("Monday, Feb. 24", "2025-02-24"),
        ("in December", "2024-12"),
        ("in early March", "2025-03"),
        ("since January", "2025-01/.."),
        ("from January to March", "2025-01/2025-03"),
        ("from 2018 until now", "2018-01-01/2025-02-25"),
        ("in 2023", "2023"),
        ("mid-2024", "2024"),
        ("before 2023", "../2022"),
        ("after 2022", "2023/.."),
        ("by 2030", "../2030"),
        ("between 2018 and 2022", "2018/2022"),
    ],
)
def test_a_word_means_the_days_seen_from_its_source(text, days):
    found = periods.resolve(text, TUESDAY)
    wanted = periods.parse_period(days)
    assert (found.first, found.last) == (wanted.first, wanted.last)
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    ["", "soon", "Christmas", "two weeks after the order", "last summer", "30 February", "before 0001", "in", "a"],
)
def test_what_cannot_be_said_is_none(text):
    assert periods.resolve(text, TUESDAY) is None


@pytest.mark.parametrize("text", ["on Tuesday", "yesterday", "last month", "two weeks ago", "Feb. 24", "by Friday"])
@pytest.mark.parametrize("source", [None, Period(date(2025, 2, 1), date(2025, 2, 28))], ids=["no date", "a month"])
def test_without_the_day_of_the_source_a_relative_word_means_nothing(text, source):
    assert periods.resolve(text, source) is None


def test_a_source_date_may_be_a_period_of_one_day():
    assert periods.resolve("Tuesday", periods.parse_period("2025-02-27")).first == TUESDAY


def test_a_date_is_absolute_or_seen_from_its_source():
    assert periods.parse_date("2024").granularity == "year"
    assert periods.parse_date("Tuesday", source_date=TUESDAY).first == TUESDAY
    with pytest.raises(PeriodError, match="depends on the date of its source"):
        periods.parse_date("Tuesday")


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(periods.WEEKDAYS))
def test_a_weekday_is_the_latest_one_up_to_the_source(day, name):
    found = periods.resolve(f"on {name}", day)
    assert periods.weekday(found) == name
    assert 0 <= (day - found.first).days < 7


@given(st.text(max_size=60), st.dates())
def test_any_text_resolves_to_ordered_days_or_none(text, day):
    found = periods.resolve(text, day)
    assert found is None or found.first is None or found.last is None or found.first <= found.last
