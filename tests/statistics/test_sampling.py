"""Samples against published facts, figures worked out by hand, and what must hold of every sample."""

import hashlib
import hmac
from collections import Counter
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.statistics.sampling import draw, number_of, shares


@dataclass(frozen=True, order=True)
class Case:
    id: str
    team: str = "A"
    reason: str | None = None


def team(case: Case) -> str:
    return case.team


def reason(case: Case) -> str | None:
    return case.reason


def cases(**sizes: int) -> list[Case]:
    return [Case(f"{name}{n:03}", name) for name, size in sizes.items() for n in range(size)]


@pytest.mark.parametrize(
    ("key", "message", "digest"),
    [
        # RFC 4231, test case 2 for HMAC-SHA-256, https://www.rfc-editor.org/rfc/rfc4231#section-4.3
        ("Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        # RFC 4231, test case 1: the key is 20 bytes of 0x0b
        ("\x0b" * 20, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    ],
)
def test_a_number_is_the_published_hmac_over_two_to_the_256(key: str, message: str, digest: str):
    assert number_of(key, message) == int(digest, 16) / 2**256


def test_hamilton_shares_out_the_house_of_1792():
    """The first apportionment of the House by Hamilton's method, 120 seats by the census of 1790: the bill that
    Washington vetoed (Balinski and Young, Fair Representation, 1982, table of the first apportionment)."""
    populations = {
        "Connecticut": 236_841, "Delaware": 55_540, "Georgia": 70_835, "Kentucky": 68_705, "Maryland": 278_514,
        "Massachusetts": 475_327, "New Hampshire": 141_822, "New Jersey": 179_570, "New York": 331_589,
        "North Carolina": 353_523, "Pennsylvania": 432_879, "Rhode Island": 68_446, "South Carolina": 206_236,
        "Vermont": 85_533, "Virginia": 630_560,
    }  # fmt: skip
    assert sum(populations.values()) == 3_615_920
    assert shares(populations, 120) == {
        "Connecticut": 8, "Delaware": 2, "Georgia": 2, "Kentucky": 2, "Maryland": 9, "Massachusetts": 16,
        "New Hampshire": 5, "New Jersey": 6, "New York": 11, "North Carolina": 12, "Pennsylvania": 14,
        "Rhode Island": 2, "South Carolina": 7, "Vermont": 3, "Virginia": 21,
    }  # fmt: skip


def test_shares_worked_out_by_hand():
    """270 children, 27 audits: quotas of exactly a tenth; and where a team's tenth is nothing, it has its minimum."""
    assert shares({"A": 200, "B": 50, "C": 20}, 27) == {"A": 20, "B": 5, "C": 2}
    assert shares({"A": 200, "B": 50, "C": 1}, 10) == {"A": 7, "B": 2, "C": 1}  # of 9: 7.2 and 1.8
    assert shares({"A": 200, "B": 50, "C": 1}, 10, minimum=0) == {"A": 8, "B": 2, "C": 0}  # 7.97, 1.99, 0.04
    assert shares({"A": 200, "B": 50, "C": 1}, 10, minimum=2) == {"A": 7, "B": 2, "C": 1}
    assert shares({"A": 200, "B": 50, "C": 1}, 2) == {"A": 2, "B": 0, "C": 0}  # too few for one each: 1.59, 0.40
    assert shares({"A": 3, "B": 3}, 3) == {"A": 2, "B": 1}  # equal in all: by name
    assert shares({"A": 2, "B": 1}, 10) == {"A": 2, "B": 1}
    assert shares({}, 5) == {}


def test_drawn_are_the_smallest_numbers_of_each_stratum_by_hand():
    frame = cases(A=6, B=3)
    sample = draw(frame, seed="s", size=3, by=team)
    marks = {c.id: hmac.new(b"s", c.id.encode(), hashlib.sha256).hexdigest() for c in frame}
    of_a = sorted((c.id for c in frame if c.team == "A"), key=marks.__getitem__)
    of_b = sorted((c.id for c in frame if c.team == "B"), key=marks.__getitem__)
    assert [one.unit.id for one in sample.chosen] == of_a[:2] + of_b[:1]
    assert [one.unit.id for one in sample.reserves["A"]] == of_a[2:]
    assert [one.place for one in sample.reserves["A"]] == [3, 4, 5, 6]
    assert [(s.key, s.population, s.sampled, s.weight) for s in sample.strata] == [("A", 6, 2, 3.0), ("B", 3, 1, 3.0)]


def test_weights_bring_back_the_true_share():
    """Ten each of teams of 200, 50 and 20 with 8, 5 and 2 good: unweighted 50%, by weights 70% (Cochran, Sampling
    Techniques, 1977, section 5.3: the stratified mean is the sum of N_h times the stratum's mean, over N)."""
    drawn = [draw(cases(**{name: n}), seed="s", size=10, by=team) for name, n in (("A", 200), ("B", 50), ("C", 20))]
    weights = [sample.strata[0].weight for sample in drawn]
    assert weights == [20, 5, 2]
    assert sum(w * good for w, good in zip(weights, (8, 5, 2), strict=True)) / 270 == pytest.approx(0.70, abs=0.003)


def test_every_exclusion_has_its_reason_and_its_stratum():
    frame = [*cases(A=3, B=1), Case("x", "B", "audited lately"), Case("y", "C", "an audit is under way")]
    sample = draw(frame, seed="s", size=9, by=team, exclude=reason)
    assert sample.excluded == {"x": "audited lately", "y": "an audit is under way"}
    assert [(s.key, s.population, s.sampled, s.excluded) for s in sample.strata] == [
        ("A", 3, 3, 0), ("B", 1, 1, 1), ("C", 0, 0, 1),
    ]  # fmt: skip
    assert sample.shortfall == 5
    assert {one.unit.id for one in sample.chosen}.isdisjoint(sample.excluded)


def test_ids_that_repeat_and_negative_sizes_are_refused():
    with pytest.raises(ValueError, match="same id"):
        draw([Case("a"), Case("a", "B")], seed="s", size=1, by=team)
    with pytest.raises(ValueError, match="negative"):
        draw([], seed="s", size=-1, by=team)
    with pytest.raises(ValueError, match="negative"):
        draw([], seed="s", size=1, minimum=-1, by=team)


frames = st.lists(
    st.builds(Case, st.uuids().map(str), st.sampled_from("ABCDE"), st.sampled_from([None, None, None, "left out"])),
    max_size=60,
    unique_by=lambda case: case.id,
)


@given(frames, st.integers(0, 70), st.integers(0, 4), st.text(max_size=5), st.randoms(use_true_random=False))
def test_a_sample_depends_on_nothing_but_seed_and_ids(
    frame: list[Case], size: int, minimum: int, seed: str, mixed: Random
):
    first = draw(frame, seed=seed, size=size, by=team, minimum=minimum, exclude=reason)
    mixed.shuffle(frame)
    assert draw(iter(frame), seed=seed, size=size, by=team, minimum=minimum, exclude=reason) == first


@given(frames, st.integers(0, 70), st.integers(0, 4), st.text(max_size=5))
def test_every_unit_is_drawn_in_reserve_or_excluded_once(frame: list[Case], size: int, minimum: int, seed: str):
    sample = draw(frame, seed=seed, size=size, by=team, minimum=minimum, exclude=reason)
    chosen = [one.unit.id for one in sample.chosen]
    spare = [one.unit.id for rest in sample.reserves.values() for one in rest]
    assert Counter([*chosen, *spare, *sample.excluded]) == Counter(case.id for case in frame)
    assert len(chosen) + sample.shortfall == size
    assert sum(s.weight * s.sampled for s in sample.strata if s.weight) == pytest.approx(
        sum(s.population for s in sample.strata if s.sampled)
    )
    for stratum in sample.strata:
        inside = [one.number for one in sample.chosen if one.stratum == stratum.key]
        outside = [one.number for one in sample.reserves.get(stratum.key, ())]
        assert not inside or not outside or max(inside) <= min(outside)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 500), max_size=12), st.integers(0, 900), st.integers(0, 5))
def test_shares_are_whole_within_their_strata_and_near_their_quota(
    populations: dict[str, int], size: int, minimum: int
):
    found = shares(populations, size, minimum)
    total = sum(populations.values())
    floors = {key: min(minimum, n) for key, n in populations.items()}
    assert sum(found.values()) == min(size, total)
    assert all(0 <= found[key] <= n for key, n in populations.items())
    if sum(floors.values()) <= min(size, total):
        assert all(found[key] >= floors[key] for key in populations)
    if not minimum and total:
        assert all(abs(found[key] - min(size, total) * n / total) < 1 for key, n in populations.items())


@given(frames, st.text(max_size=5))
def test_numbers_stay_when_others_come_and_go(frame: list[Case], seed: str):
    """What makes the numbers permanent: taking out one that was not drawn changes nothing."""
    sample = draw(frame, seed=seed, size=5, by=lambda _: "all", exclude=reason)
    spare = {one.unit.id for one in sample.reserves.get("all", ())}
    fewer = [case for case in frame if case.id not in spare]
    again = draw(fewer, seed=seed, size=5, by=lambda _: "all", exclude=reason)
    assert [one.unit for one in again.chosen] == [one.unit for one in sample.chosen]
    assert sample.digest != again.digest or not spare
