"""One ledger in small: measures of every kind, and a function that judges one assertion over given claims."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tallystick import bounds, periods
from tallystick.model import (
    Bound,
    Category,
    Check,
    CheckResult,
    Claim,
    Finding,
    Kind,
    Ledger,
    Measure,
    Place,
    Quantity,
    Query,
    Schema,
)
from tallystick.verdicts import judge_all

TONS = ("metric_ton", "short_ton", "long_ton")
TONS_PER_YEAR = tuple(f"{ton} / year" for ton in TONS)
MILLION = Fraction(10**6)

MEASURES = (
    Measure("offer", unit="metric_ton", dimensions=("exporter",), range=bounds.at_least(0)),
    Measure("supply", unit="metric_ton / year", dimensions=("exporter",), range=bounds.at_least(0)),
    Measure("output", unit="metric_ton / year", dimensions=("country",), range=bounds.at_least(0)),
    Measure("fund", unit="USD"),
    Measure("rate", unit="percent", dimensions=("country",), range=Bound(Fraction(0), Fraction(1000))),
    Measure("points", unit="percentage_point"),
    Measure("warmth", unit="degree_Celsius"),
    Measure("number"),
    Measure("published", kind=Kind.DATE),
    Measure("gap", kind=Kind.DURATION, unit="day"),
    Measure("place", kind=Kind.RANK),
    Measure("status", kind=Kind.CATEGORY, values=("open", "closed")),
    Measure("in_force", kind=Kind.BOOLEAN),
)


@dataclass(frozen=True)
class Judged:
    """What one assertion came to."""

    results: tuple[CheckResult, ...]
    findings: tuple[Finding, ...]

    @property
    def result(self) -> CheckResult:
        (result,) = self.results
        return result

    @property
    def verdict(self) -> str:
        return self.result.verdict.value

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]


def ends(low, high, *, low_open: bool = False, high_open: bool = False) -> Bound:
    """An interval from texts or numbers; None is unbounded."""
    found = bounds.between(
        None if low is None else Fraction(low),
        None if high is None else Fraction(high),
        low_open=low_open,
        high_open=high_open,
    )
    assert found is not None
    return found


def quantity(bound: Bound, unit: str = "", text: str = "", *, step=0, readings: tuple[str, ...] = ()) -> Quantity:
    """A quantity whose known ends were printed to `step`."""
    steps = (Fraction(step if bound.low is not None else 0), Fraction(step if bound.high is not None else 0))
    return Quantity(bound, unit, text, steps=steps, readings=readings)


def number(name: str, low, high="same") -> Claim:
    """A claim of a plain number or an interval of them."""
    return Claim(name, "number", quantity(ends(low, low if high == "same" else high)))


def date(name: str, text: str) -> Claim:
    """A claim of a date."""
    return Claim(name, "published", periods.parse_period(text))


def output(name: str, country: str, megatons, period: str = "2024", **more) -> Claim:
    """A claim of a country's yearly output, in Mt."""
    value = quantity(bounds.point(Fraction(megatons)), "megametric_ton / year", f"{megatons} Mt/year")
    return Claim(name, "output", value, {"country": country}, periods.parse_period(period), **more)


def rate(name: str, percent, country: str = "Russia", period: str = "2024") -> Claim:
    """A claim of a percentage."""
    value = quantity(bounds.point(Fraction(percent)), "percent", f"{percent} %")
    return Claim(name, "rate", value, {"country": country}, periods.parse_period(period))


def offer(*, readings: tuple[str, ...] = TONS) -> Claim:
    """Two million tons, of some kind."""
    value = quantity(bounds.point(2 * MILLION), "metric_ton", "2 million tons", step=MILLION, readings=readings)
    return Claim("offer", "offer", value, status="conditional")


def supply_record() -> Claim:
    """Not more than one million tons a year, of some kind."""
    value = quantity(
        bounds.at_most(MILLION),
        "metric_ton / year",
        "at most 1 million tons a year",
        step=MILLION,
        readings=TONS_PER_YEAR,
    )
    return Claim("supply_record", "supply", value)


def category(name: str, measure: str, text: str) -> Claim:
    """A claim of a word."""
    return Claim(name, measure, Category(text))


def ledger(claims: Iterable[Claim], *checks: Check, readings: dict[str, str] | None = None) -> Ledger:
    """A ledger of these claims under the measures above."""
    schema = Schema({measure.name: measure for measure in MEASURES}, readings or {})
    return Ledger(schema=schema, claims=tuple(claims), checks=checks)


def judge(assertion: str, *claims: Claim, given: dict[str, dict[str, str]] | None = None, **more) -> Judged:
    """The results and findings of one assertion."""
    options = {name: more.pop(name) for name in ("mode", "allowance", "implied") if name in more}
    queries = tuple(Query(name, where, Place("checks/a.yaml", 5, 7)) for name, where in (given or {}).items())
    check = Check(
        "c",
        assertion,
        given=queries,
        place=Place("checks/a.yaml", 3, 5),
        assertion_place=Place("checks/a.yaml", 4, 13),
        **more,
    )
    return Judged(*judge_all(ledger(claims, check), **options))
