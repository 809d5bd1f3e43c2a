"""Periods are whole days, read from EDTF and from English, moved by the calendar, and shown again."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick import bounds, periods
from tallystick.errors import PeriodError
from tallystick.model import Bound, Period, Quantity

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
SAFE_DAYS = st.dates(date(1000, 1, 1), date(3000, 12, 31))


def days(first, last):
    return Period(first and date.fromisoformat(first), last and date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "first", "last", "granularity"),
    [
        ("2023", "2023-01-01", "2023-12-31", "year"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2025-02-24", "2025-02-24", "2025-02-24", "day"),
        ("2025-02-24T10:00Z", "2025-02-24", "2025-02-24", "day"),
        ("2025-02-24 00:00:00", "2025-02-24", "2025-02-24", "day"),
        ("2018/2022", "2018-01-01", "2022-12-31", "span"),
        ("../2022", None, "2022-12-31", "span"),
        ("..2022", None, "2022-12-31", "span"),
        ("2025/..", "2025-01-01", None, "span"),
        ("2025..", "2025-01-01", None, "span"),
        ("2018..2022", "2018-01-01", "2022-12-31", "span"),
        ("2018-2022", "2018-01-01", "2022-12-31", "span"),
        ("2018–2022", "2018-01-01", "2022-12-31", "span"),
        ("../..", None, None, "span"),
        ("2023-03/2023-05-10", "2023-03-01", "2023-05-10", "span"),
        ("2024-Q1", "2024-01-01", "2024-03-31", "quarter"),
        ("Q4 2024", "2024-10-01", "2024-12-31", "quarter"),
        ("2024-34", "2024-04-01", "2024-06-30", "quarter"),
        ("2022-H1", "2022-01-01", "2022-06-30", "half"),
        ("2022-41", "2022-07-01", "2022-12-31", "half"),
        ("202X", "2020-01-01", "2029-12-31", "decade"),
        ("19XX", "1900-01-01", "1999-12-31", "century"),
        ("2024-XX", "2024-01-01", "2024-12-31", "year"),
        ("2024-02-XX", "2024-02-01", "2024-02-29", "month"),
        ("2025-W08", "2025-02-17", "2025-02-23", "week"),
        ("2023~", "2023-01-01", "2023-12-31", "year"),
        ("2023?/2024", "2023-01-01", "2024-12-31", "span"),
        ("0001", "0001-01-01", "0001-12-31", "year"),
        ("9999", "9999-01-01", "9999-12-31", "year"),
        ("25/02/2025", "2025-02-25", "2025-02-25", "day"),
        ("02/25/2025", "2025-02-25", "2025-02-25", "day"),
        ("03/03/2025", "2025-03-03", "2025-03-03", "day"),
        ("24.02.2025", "2025-02-24", "2025-02-24", "day"),
        ("2025/02/24", "2025-02-24", "2025-02-24", "day"),
        ("05/2023", "2023-05-01", "2023-05-31", "month"),
        ("24 February 2025", "2025-02-24", "2025-02-24", "day"),
        ("24th of February, 2025", "2025-02-24", "2025-02-24", "day"),
        ("February 24, 2025", "2025-02-24", "2025-02-24", "day"),
        ("Feb. 24, 2025", "2025-02-24", "2025-02-24", "day"),
        ("Sept 3, 2024", "2024-09-03", "2024-09-03", "day"),
        ("Tuesday, 25 February 2025", "2025-02-25", "2025-02-25", "day"),
        ("February 2025", "2025-02-01", "2025-02-28", "month"),
        ("the first quarter of 2024", "2024-01-01", "2024-03-31", "quarter"),
        ("second half of 2022", "2022-07-01", "2022-12-31", "half"),
        ("the 1990s", "1990-01-01", "1999-12-31", "decade"),
        ("since 2018", "2018-01-01", None, "span"),
        ("before 2023", None, "2022-12-31", "span"),
        ("from 2018 to 2022", "2018-01-01", "2022-12-31", "span"),
    ],
)
def test_a_period_is_its_days_and_its_granularity(text, first, last, granularity):
    period = periods.parse_period(text)
    wanted = days(first, last)
    assert (period.first, period.last, period.granularity) == (wanted.first, wanted.last, granularity)
    assert period.text == text


@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        ("2025-13", "there is no month 13", "year-month-day"),
        ("2025-02-30", r"February 2025 has no day 30 \(nearest: 2025-02-28\)", "correct the day"),
        ("31 February 2024", r"nearest: 2024-02-29", "correct the day"),
        ("0000", "years run from 1 to 9999", "0001 to 9999"),
        ("2025-24", "a season, whose days are not fixed", "name the months"),
        ("2024-Q5", "a year has four quarters", "2024-Q1 to 2024-Q4"),
        ("2024-H3", "a year has two halves", "2024-H1 to 2024-H2"),
        ("2024-W60", "no such week", "2024-Q1"),
        ("2025/", "one end is missing", r"write `\.\.` for an open end"),
        ("2023/12", "no interval", "write 2023-12 for a month"),
        ("03/04/2025", "may be 2025-04-03 or 2025-03-04", "year-month-day"),
        ("2025-02-24T25:99", "no date or period", "2025-02-24"),
        ("2025-2-4", "no date or period", "2025-02-24"),
        ("12024", "no date or period", "2025"),
        ("٢٠٢٥", "no date or period", "2025"),
        ("soon", "no date or period", "2018/2022"),
        ("", "no date or period", "2025"),
        ("Tuesday", "depends on the date of its source", "give the source a date"),
        ("Feb. 24", "depends on the date of its source", "give the source a date"),
    ],
)
def test_what_is_no_period_is_refused_with_a_way_out(text, what, fix):
    with pytest.raises(PeriodError, match=what) as caught:
        periods.parse_period(text, place="data/claims.yaml:4")
    assert caught.value.code == "RD06"
    assert caught.value.place == "data/claims.yaml:4"
    assert str(caught.value).startswith("data/claims.yaml:4: ")
    with pytest.raises(PeriodError, match=fix):
        periods.parse_period(text)


@pytest.mark.parametrize("text", ["2022/2018", "2022/2021-12", "2025-02-24/2025-02-23", "2022..2018", "2022-2018"])
def test_a_reversed_period_has_a_code_of_its_own(text):
    with pytest.raises(PeriodError, match="ends before it starts") as caught:
        periods.parse_period(text)
    assert caught.value.code == "SC04"


@pytest.mark.parametrize("text", ["x" * 10**6, "2025-" * 10**5, "/" * 10**5, "1" * 10**6, " " * 10**6])
def test_a_hostile_text_is_refused_at_once(text):
    for read in (periods.parse_period, periods.parse_date, periods.parse_duration):
        with pytest.raises(PeriodError, match="is no") as caught:
            read(text)
        assert len(caught.value.what) < 100
    assert periods.resolve(text, date(2025, 2, 25)) is None


@given(st.text(max_size=40))
def test_any_text_is_a_period_or_refused(text):
    try:
        period = periods.parse_period(text)
    except PeriodError:
        period = Period()
    assert period.first is None or period.last is None or period.first <= period.last


def test_day_and_month_are_swapped_only_when_declared():
    assert periods.parse_period("03/04/2025", day_first=True).first == date(2025, 4, 3)
    assert periods.parse_period("03/04/2025", day_first=False).first == date(2025, 3, 4)


@given(DAYS)
def test_a_day_a_month_and_a_year_read_back_as_shown(day):
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        period = periods.parse_period(text)
        assert periods.show(period) == text
        assert period.first <= day <= period.last


@given(st.one_of(st.none(), DAYS), st.one_of(st.none(), DAYS), st.sampled_from([4, 7, 10]))
def test_an_interval_reads_back_as_shown(one, two, length):
    first, last = sorted([one, two]) if one and two else (one, two)
    text = "/".join(".." if end is None else end.isoformat()[:length] for end in (first, last))
    period = periods.parse_period(text)
    again = periods.parse_period(periods.show(period))
    assert (again.first, again.last, again.granularity) == (period.first, period.last, period.granularity)


@pytest.mark.parametrize(
    "text", ["2024-Q1", "2022-H2", "202X", "19XX", "2025-W08", "2025-37", "2018/2022", "../2022-05"]
)
def test_every_granularity_is_shown_as_written(text):
    assert periods.show(periods.parse_period(text)) == text


@given(DAYS, DAYS)
def test_days_as_ordinals_and_back_are_the_same_days(one, two):
    first, last = sorted([one, two])
    period = periods.from_days(periods.to_days(Period(first, last)))
    assert (period.first, period.last) == (first, last)


def test_open_and_broken_ends_hold_only_whole_days_inside():
    first = date(2025, 2, 1).toordinal()
    bound = Bound(Fraction(first), Fraction(first + 3), low_open=True, high_open=True)
    assert periods.show(periods.from_days(bound)) == "2025-02-02/2025-02-03"
    assert periods.show(periods.from_days(Bound(Fraction(2 * first + 1, 2), None))) == "2025-02-02/.."
    with pytest.raises(PeriodError, match="no day lies in the interval"):
        periods.from_days(Bound(Fraction(first), Fraction(first + 1), low_open=True, high_open=True))


def test_an_end_beyond_the_calendar_is_open():
    assert periods.from_days(Bound(Fraction(-5), Fraction(10**9))) == Period(None, None, "", "span")


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("2 weeks", "2", "week"),
        ("two weeks", "2", "week"),
        ("Two Weeks", "2", "week"),
        ("two-week", "2", "week"),
        ("14 days", "14", "day"),
        ("14-day", "14", "day"),
        ("a fortnight", "1", "fortnight"),
        ("3 months", "3", "month"),
        ("1 year", "1", "year"),
        ("1.5 years", "3/2", "year"),
        ("half a year", "1/2", "year"),
        ("two and a half years", "5/2", "year"),
        ("twenty-one days", "21", "day"),
        ("a couple of days", "2", "day"),
        ("10,000 years", "10000", "year"),
        ("90 minutes", "90", "minute"),
        ("36 hrs", "36", "hour"),
        ("2h", "2", "hour"),
        ("5 centuries", "5", "century"),
        ("1 year and 6 months", "18", "month"),
        ("1 year 6 months", "18", "month"),
        ("2 weeks, 3 days", "17", "day"),
        ("P2W", "2", "week"),
        ("P1Y6M", "18", "month"),
        ("PT90M", "90", "minute"),
    ],
)
def test_a_duration_keeps_the_unit_it_is_said_in(text, number, unit):
    duration = periods.parse_duration(text)
    assert duration.bound == bounds.point(Fraction(number))
    assert duration.unit == unit
    assert duration.text == text


@pytest.mark.parametrize(
    "text", ["", "weeks", "2", "many days", "2 tons", "P", "two", "1 week of 2 days", "2 weeks ago"]
)
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(PeriodError, match="is no duration"):
        periods.parse_duration(text)


def test_months_do_not_mix_with_days():
    with pytest.raises(PeriodError, match="mixes months with days"):
        periods.parse_duration("1 month and 3 days")


@pytest.mark.parametrize(
    ("start", "duration", "result"),
    [
        ("2025-02-10", "two weeks", "2025-02-24"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2023-01-31", "1 month", "2023-02-28"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-10-31", "4 months", "2025-02-28"),
        ("2024-12-31", "1 day", "2025-01-01"),
        ("2025-02", "1 week", "2025-02-08/2025-03-07"),
        ("2024", "1 year", "2025"),
        ("2025-02-10", "36 hours", "2025-02-11/2025-02-12"),
        ("../2022", "1 year", "../2023"),
        ("9999-12-31", "1 day", "../.."),
    ],
)
def test_a_date_moves_by_the_calendar(start, duration, result):
    moved = periods.add_duration(periods.parse_period(start), periods.parse_duration(duration))
    wanted = periods.parse_period(result)
    assert (moved.first, moved.last) == (wanted.first, wanted.last)


@given(SAFE_DAYS, st.integers(-2400, 2400))
def test_added_months_keep_the_day_or_end_the_month(day, count):
    moved = periods.add_months(day, count)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == count
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


@given(SAFE_DAYS, SAFE_DAYS, st.integers(-1200, 1200))
def test_added_months_keep_the_order_of_days(one, two, count):
    first, last = sorted([one, two])
    assert periods.add_months(first, count) <= periods.add_months(last, count)


@given(SAFE_DAYS, st.integers(-1000, 1000))
def test_the_days_between_are_those_added(day, count):
    start = periods.one_day(day)
    moved = periods.add_duration(start, Quantity(bounds.point(count), "day"))
    assert periods.days_between(moved, start) == bounds.point(count)


def test_an_interval_of_days_moves_by_an_interval():
    duration = Quantity(Bound(Fraction(1), Fraction(2)), "week")
    moved = periods.add_duration(periods.parse_period("2025-02-10/2025-02-11"), duration)
    assert periods.show(moved) == "2025-02-17/2025-02-25"
    unbounded = Quantity(Bound(Fraction(1), None), "week")
    assert periods.show(periods.add_duration(periods.parse_period("2025-02-10"), unbounded)) == "2025-02-17/.."


def test_a_part_of_a_month_or_no_time_is_not_added():
    start = periods.parse_period("2025-02-10")
    with pytest.raises(PeriodError, match="a part of a month, whose days differ"):
        periods.add_duration(start, periods.parse_duration("half a month"))
    with pytest.raises(PeriodError, match="'metric_ton' is no time to add to a date"):
        periods.add_duration(start, Quantity(bounds.point(1), "metric_ton"))


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        ("2021", "2022", "before"),
        ("2023", "../2022", "after"),
        ("2022", "2022-01-01/2022-12-31", "equal"),
        ("2022", "2022-Q3", "contains"),
        ("2022-Q3", "../2022", "within"),
        ("2021/2022", "2022/2023", "overlaps"),
        ("../2022", "2022/..", "overlaps"),
        ("../..", "2022", "contains"),
    ],
)
def test_two_periods_lie_to_each_other_in_one_way(first, second, relation):
    one, two = periods.parse_period(first), periods.parse_period(second)
    assert periods.compare_periods(one, two) == relation
    assert periods.overlaps(one, two) == (relation not in {"before", "after"})
    assert (periods.intersect(one, two) is None) == (relation in {"before", "after"})
    assert periods.contains(one, two) == (relation in {"contains", "equal"})
    assert periods.is_before(one, two) == (relation == "before")


def test_what_lies_in_both_keeps_the_text_of_the_inner_one():
    both = periods.intersect(periods.parse_period("../2022"), periods.parse_period("2022"))
    assert (both.text, both.granularity) == ("2022", "year")
    cut = periods.intersect(periods.parse_period("2021/2022"), periods.parse_period("2022/2023"))
    assert periods.show(cut) == "2022/2022"


def test_a_weekday_is_named():
    assert periods.weekday(date(2025, 2, 25)) == "Tuesday"
    assert periods.weekday(periods.parse_period("2025-02-24")) == "Monday"
    assert periods.weekday(periods.parse_period("2025-02")) is None
    assert periods.weekday_said("on tuesday, 24 February 2025") == "Tuesday"
    assert periods.weekday_said("24 February 2025") is None
