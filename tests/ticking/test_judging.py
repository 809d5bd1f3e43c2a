"""Ties are judged on what is printed: exactly, in print, or not at all."""

from fractions import Fraction

from tallystick.discovery.stated import Stated, compares, equals, growth, number, share, total
from tallystick.expressions.nodes import Name
from tallystick.model import Agrees, Bound, Evidence, Figure, Quantity, Severity, Verdict
from tallystick.ticking import judge_ties


def figure(name: str, printed: str, step: str = "1", unit: str = "", at: int = 0) -> Figure:
    value = Fraction(printed.replace(",", ""))
    return Figure(
        name,
        Quantity(Bound(value, value), unit, text=printed, steps=(Fraction(step), Fraction(step))),
        "draft.md",
        at,
        at + len(printed),
        labels=(name.title(),),
    )


def judged(statement, *figures, evidence=Evidence.WORDS, **fields):
    ties, findings = judge_ties([Stated("TB01", statement, evidence, **fields)], figures)
    return ties[0], findings


def test_parts_that_make_their_total_hold_exactly():
    tie, findings = judged(
        equals("all", total(["north", "south"])), figure("all", "12"), figure("north", "7"), figure("south", "5")
    )
    assert (tie.verdict, tie.agrees, findings) == (Verdict.HOLDS, Agrees.EXACTLY, ())
    assert (tie.equation, tie.substituted) == ("all == north + south", "12 == 7 + 5")


def test_parts_that_miss_by_their_rounding_agree_in_print():
    tie, findings = judged(
        equals("all", total(["north", "south"])), figure("all", "13"), figure("north", "7"), figure("south", "5")
    )
    assert (tie.verdict, tie.agrees, findings) == (Verdict.HOLDS, Agrees.IN_PRINT, ())


def test_parts_that_miss_by_more_break_and_the_message_shows_both():
    tie, (finding,) = judged(
        equals("all", total(["north", "south"])),
        figure("all", "1,350", at=40),
        figure("north", "730", at=4),
        figure("south", "505", at=20),
        because="'All' says so",
    )
    assert tie.verdict is Verdict.BREAKS
    assert finding.message == "'All' is printed 1,350, but 730 + 505 makes 1,235; 'All' says so"
    assert (finding.severity, finding.start, finding.end) == (Severity.ERROR, 40, 45)
    assert finding.spans == ((4, 7), (20, 23), (40, 45))


def test_exact_numbers_that_miss_by_one_break():
    votes = [figure("all", "12", "0"), figure("yes", "7", "0"), figure("no", "4", "0")]
    tie, _ = judged(equals("all", total(["yes", "no"])), *votes)
    assert tie.verdict is Verdict.BREAKS


def test_a_share_of_exact_numbers_may_be_rounded_either_way_at_the_half():
    one_of_eight = [figure("part", "1", "0"), figure("whole", "8", "0"), figure("rate", "12", "1", "percent")]
    tie, _ = judged(equals("rate", share("part", "whole")), *one_of_eight)
    assert tie.agrees is Agrees.IN_PRINT


def test_growth_takes_both_figures_as_rounded():
    figures = [figure("now", "12.1", "1/10"), figure("then", "11.0", "1/10"), figure("rate", "9", "1", "percent")]
    tie, _ = judged(equals("rate", growth("now", "then")), *figures)
    assert tie.agrees is Agrees.IN_PRINT


def test_figures_in_other_units_are_converted():
    tie, _ = judged(equals("a", Name("b")), figure("a", "3", "0", "kilometer"), figure("b", "3000", "0", "meter"))
    assert tie.agrees is Agrees.EXACTLY


def test_figures_that_do_not_compare_are_unknown_and_no_finding():
    tie, findings = judged(equals("a", Name("b")), figure("a", "3", "0", "meter"), figure("b", "3", "0", "gram"))
    assert (tie.verdict, findings) == (Verdict.UNKNOWN, ())


def test_division_by_nothing_is_unknown():
    tie, findings = judged(
        equals("rate", growth("now", "then")), figure("now", "3"), figure("then", "0"), figure("rate", "5")
    )
    assert (tie.verdict, findings) == (Verdict.UNKNOWN, ())


def test_an_order_is_judged_as_written():
    tie, findings = judged(compares(Name("a"), ">", Name("b")), figure("a", "3"), figure("b", "4"))
    assert tie.verdict is Verdict.BREAKS
    assert len(findings) == 1


def test_agreement_alone_is_a_warning_and_likeness_a_note():
    statement, figures = equals("a", number(4)), [figure("a", "9")]
    assert judged(statement, *figures, evidence=Evidence.AGREEMENT)[1][0].severity is Severity.WARNING
    assert judged(statement, *figures, evidence=Evidence.LIKENESS)[1][0].severity is Severity.NOTE


def test_growth_and_shares_are_told_in_words():
    figures = [figure("rate", "9", "1", "percent"), figure("now", "15"), figure("then", "10")]
    _, (finding,) = judged(equals("rate", growth("now", "then")), *figures)
    assert finding.message == "'Rate' is printed 9, but the change from 10 to 15 makes 50"


def test_a_wrong_number_in_three_ties_is_one_finding_that_says_so():
    figures = [figure(name, digits, at=10 * n) for n, (name, digits) in enumerate({"a": "9", "b": "4", "c": "2", "d": "3"}.items())]
    broken = [Stated("TB01", equals("a", Name(other)), Evidence.WORDS) for other in ("b", "c", "d")]
    (finding,) = judge_ties(broken, figures)[1]
    assert finding.message == "'A' is printed 9, but 4 (it breaks 2 more ties)"


def test_faults_of_other_numbers_are_findings_of_their_own():
    figures = [figure("a", "9"), figure("b", "4", at=10), figure("c", "2", at=20), figure("d", "7", at=30)]
    broken = [Stated("TB01", equals("a", Name("b")), Evidence.WORDS), Stated("TB01", equals("c", Name("d")), Evidence.WORDS)]
    assert len(judge_ties(broken, figures)[1]) == 2


def test_of_two_broken_ties_over_one_figure_the_heavier_is_told():
    figures = [figure("a", "9"), figure("b", "4", at=10), figure("c", "2", at=20)]
    light = Stated("TB01", equals("a", Name("b")), Evidence.WORDS, weight=1)
    heavy = Stated("TB02", equals("a", Name("c")), Evidence.WORDS, weight=2)
    ties, findings = judge_ties([light, heavy], figures)
    assert [tie.verdict for tie in ties] == [Verdict.BREAKS, Verdict.BREAKS]
    assert [finding.code for finding in findings] == ["TB02"]


def test_a_tie_breaks_only_when_every_reading_of_its_words_does():
    whole, now, before = figure("rise", "5", "0"), figure("now", "15"), figure("before", "10")
    other = equals("rise", total(["now", "before"], [1, -1]))
    tie, findings = judged(equals("rise", total(["now", "before"])), whole, now, before, otherwise=(other,))
    assert (tie.verdict, findings) == (Verdict.HOLDS, ())
    assert tie.equation == "rise == now - before"
