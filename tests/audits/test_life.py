"""The life of an audit, walked by several people over HTTP: what may happen does, and nothing else.

The model is a handful of plain attributes; after each step the audit that the service tells of must be the model's.
Of the steps that may be taken the least trodden is; what may not be done is tried once in each situation by everybody.
"""

import random
from collections import Counter
from itertools import product
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import Session

from tests.access.make import Caller
from tests.audits.make import REASON, As, at, due, make_child, make_tool, questions_of
from tests.findings.make import add_findings
from tests.moderations.make import ASPECTS, choose_nothing
from tests.voices.make import make_voices

AUDITS, MODERATIONS = "/api/v1/audits", "/api/v1/moderations"
GRADES = ("outstanding", "good", "good", "requires_improvement", "inadequate")
OPEN = {"allocated", "in_progress", "returned"}
REFUSED = {403, 404, 409, 412, 422}
SITUATIONS = 13
"""At least so many: by state, declined or not, chosen for moderation or not, how far it is read a second time."""
ASIDE = ("withdraw", "decline", "reallocate")
"""Verbs that lead away from the end; taken more seldom, so that walks come far."""
VERBS = ("fill", "submit", "decline", "reallocate", "withdraw", "moderate", "grade", "complete", "return", "finalise",
         "re_audit")  # fmt: skip


class World:
    """The people, and what all the lives share."""

    def __init__(self, as_: As, make: Session) -> None:
        self.make, self.tool = make, make_tool(make)
        self.lead, self.head = as_("quality_lead", unit="council"), as_("head_of_service", unit="north")
        self.auditors = [as_("auditor", unit="south_1") for _ in range(3)]
        self.moderators = [as_("moderator", unit="north_2") for _ in range(2)]
        self.questions = [str(question) for question in questions_of(make, self.tool.id)]
        choose_nothing(make)


class Life(RuleBasedStateMachine):
    """One audit, from its allocation to its end."""

    world: World
    taken: Counter[tuple[Any, ...]]
    refused: set[tuple[Any, ...]]

    @initialize(seed=st.integers(0, 2**16))
    def allocate(self, seed: int) -> None:
        world, self.dice = self.world, random.Random(seed)
        self.child, self.auditor = make_child(world.make), world.auditors[0]
        new = {"child_id": str(self.child.id), "tool_id": str(world.tool.id), "kind": "managers", "due_on": due(),
               "auditor_id": str(self.auditor.person_id)}  # fmt: skip
        made = world.lead.post(AUDITS, json=new).raise_for_status().json()
        self.id, self.path = made["id"], f"{AUDITS}/{made['id']}"
        make_voices(world.make, made["id"])
        self.state, self.version, self.is_filled, self.is_declined = "allocated", made["version"], False, False
        self.grade: str | None = None
        self.submissions: list[str] = []
        self.moderation: dict[str, Any] | None = None
        self.moderator, self.second, self.final, self.re_audit = world.moderators[0], "", None, None
        self.known: set[Any] = set()
        self.was_returned = False

    @property
    def is_chosen(self) -> bool:
        """Whether it is final only after a moderation: no rule but that of the lowest grade chooses here."""
        return self.grade == "inadequate" or self.was_returned

    # -- what may happen -------------------------------------------------------------------------------------------

    def may(self, verb: str, who: Caller) -> bool:
        """What the rules say of a verb by somebody as things stand."""
        world, moderation = self.world, self.moderation and self.moderation["state"]
        is_auditor = who is self.auditor and self.state in OPEN
        is_moderator = who is self.moderator and self.state == "in_moderation"
        return {
            "fill": is_auditor and not self.is_declined,
            "submit": is_auditor and not self.is_declined and self.is_filled,
            "decline": is_auditor,
            "reallocate": who is world.lead and self.state in OPEN,
            "withdraw": who is world.lead and self.state in OPEN | {"submitted"},
            "moderate": who in (world.lead, *world.moderators) and self.state == "submitted",
            "grade": is_moderator and moderation == "allocated",
            "complete": is_moderator and moderation == "graded",
            "return": is_moderator,
            "finalise": who in (world.lead, *world.moderators) and self.state == "submitted"
            and not self.is_chosen,
            "re_audit": who is world.lead and bool(self.submissions) and self.state != "withdrawn"
            and self.re_audit is None,
        }[verb]  # fmt: skip

    def situation(self, verb: str) -> tuple[Any, ...]:
        """All that the rules of a verb ask about an audit, so that it is tried in each situation once."""
        moderation = self.moderation["state"] if self.moderation else None
        is_held = self.state == "submitted" and self.is_chosen
        asked = {"submit": self.is_filled, "re_audit": bool(self.re_audit)}.get(verb)
        return verb, self.state, self.is_declined, is_held, moderation, asked

    @property
    def cast(self) -> dict[str, Caller]:
        """One person for each part that somebody may have in this audit."""
        world = self.world
        other_auditor = next(one for one in world.auditors if one is not self.auditor)
        other_moderator = next(one for one in world.moderators if one is not self.moderator)
        return {"lead": world.lead, "head": world.head, "auditor": self.auditor, "other auditor": other_auditor,
                "moderator": self.moderator, "other moderator": other_moderator}  # fmt: skip

    @rule(pick=st.integers(0, 1_000))
    def go_on(self, pick: int) -> None:
        """A step that may be taken, of those that were taken least; a verb that nobody tried yet goes before all."""
        cast = self.cast
        legal = [(verb, part) for verb in VERBS for part in cast if self.may(verb, cast[part])]
        if legal:
            done = {verb for verb, *_ in self.taken}
            worn = [(verb in done, self.taken[*self.situation(verb), part] + 2 * (verb in ASIDE))
                    for verb, part in legal]  # fmt: skip
            least = [step for step, times in zip(legal, worn, strict=True) if times == min(worn)]
            verb, part = least[pick % len(least)]
            self.taken[*self.situation(verb), part] += 1
            self.attempt(verb, cast[part])

    @invariant()
    def refuses_everything_else(self) -> None:
        """Whatever may not be done now is refused, whoever tries."""
        cast = self.cast
        for verb, part in product(VERBS, cast):
            tried = *self.situation(verb), part
            if tried not in self.refused and not self.may(verb, cast[part]):
                self.refused.add(tried)
                self.attempt(verb, cast[part])

    def attempt(self, verb: str, who: Caller) -> None:
        expected = self.may(verb, who)
        if verb == "reallocate":
            others = [one for one in self.world.auditors if one is not self.auditor]
            self.next_auditor = self.dice.choice(others)
            expected = expected and self.next_auditor not in self.known
        answer: httpx.Response = getattr(self, f"_{verb}")(who)
        assert answer.is_success == expected, f"{verb} in {self.state}: {answer.status_code} {answer.text[:200]}"
        if expected:
            getattr(self, f"_after_{verb}")(answer.json())
        else:
            assert answer.status_code in REFUSED
            assert len(answer.json()["detail"]) > 10, "a refusal says why in a sentence"

    def _fill(self, who: Caller) -> httpx.Response:
        self.next_grade = self.dice.choice(GRADES)
        answers = {one: {"grade": self.dice.choice(GRADES), "reason": REASON} for one in self.world.questions}
        body = {"answers": answers, "first_grade": self.next_grade, "overall_reason": REASON, "summary": REASON}
        return who.patch(self.path, json=body, headers=at(self.version))

    def _after_fill(self, told: dict[str, Any]) -> None:
        if not self.is_filled:
            self._judge()
        self.is_filled, self.grade = True, self.next_grade
        self.state = "returned" if self.state == "returned" else "in_progress"

    def _judge(self) -> None:
        """What else an auditor judges for themselves: what was found, and what the voices changed."""
        add_findings(self.auditor, self.id, with_improvement=True)
        voices = self.auditor.get(f"/api/v1/voices/{self.id}").json()
        own = {"voices": {"child": {"is_judgement_changed": False}}}
        self.auditor.patch(f"/api/v1/voices/{self.id}", json=own, headers=at(voices["version"])).raise_for_status()

    def _submit(self, who: Caller) -> httpx.Response:
        return who.post(f"{self.path}/submit", headers=at(self.version))

    def _after_submit(self, told: dict[str, Any]) -> None:
        self.state = "submitted"
        self.submissions.append(str(self.grade))

    def _decline(self, who: Caller) -> httpx.Response:
        return who.post(f"{self.path}/decline")

    def _after_decline(self, told: dict[str, Any]) -> None:
        self.is_declined = True
        self.known.add(self.auditor)

    def _reallocate(self, who: Caller) -> httpx.Response:
        body = {"auditor_id": str(self.next_auditor.person_id)}
        return who.post(f"{self.path}/reallocate", json=body, headers=at(self.version))

    def _after_reallocate(self, told: dict[str, Any]) -> None:
        self.auditor, self.is_declined, self.is_filled, self.grade = self.next_auditor, False, False, None
        self.state = "returned" if self.state == "returned" else "allocated"

    def _withdraw(self, who: Caller) -> httpx.Response:
        return who.post(f"{self.path}/withdraw", json={"reason": REASON})

    def _after_withdraw(self, told: dict[str, Any]) -> None:
        self.state, self.final = "withdrawn", None

    def _moderate(self, who: Caller) -> httpx.Response:
        self.next_moderator = self.dice.choice(self.world.moderators)
        body = {"audit_id": self.id, "moderator_id": str(self.next_moderator.person_id), "due_on": due()}
        return who.post(MODERATIONS, json=body)

    def _after_moderate(self, told: dict[str, Any]) -> None:
        self.state, self.moderation, self.moderator = "in_moderation", told, self.next_moderator

    def _ask_moderation(self, who: Caller, verb: str, body: dict[str, Any]) -> httpx.Response:
        moderation = self.moderation or {"id": self.id, "version": 1}
        return who.post(f"{MODERATIONS}/{moderation['id']}/{verb}", json=body, headers=at(moderation["version"]))

    def _grade(self, who: Caller) -> httpx.Response:
        self.next_second = self.dice.choice(GRADES)
        body = {"second_grade": self.next_second, "judgements": dict.fromkeys(self.world.questions, self.next_second)}
        return self._ask_moderation(who, "grade", body)

    def _after_grade(self, told: dict[str, Any]) -> None:
        self.moderation, self.second = told, self.next_second

    def _complete(self, who: Caller) -> httpx.Response:
        body = {"reason": REASON, "audit_quality": "high", "audit_quality_reason": REASON, "aspects": ASPECTS}
        return self._ask_moderation(who, "complete", body)

    def _after_complete(self, told: dict[str, Any]) -> None:
        self.state, self.moderation = "final", told

    def _return(self, who: Caller) -> httpx.Response:
        return self._ask_moderation(who, "return", {"reason": REASON, "aspects": {}})

    def _after_return(self, told: dict[str, Any]) -> None:
        self.state, self.moderation, self.was_returned = "returned", None, True

    def _finalise(self, who: Caller) -> httpx.Response:
        return who.post(f"{self.path}/finalise")

    def _after_finalise(self, told: dict[str, Any]) -> None:
        self.state = "final"

    def _re_audit(self, who: Caller) -> httpx.Response:
        new = {"child_id": str(self.child.id), "tool_id": str(self.world.tool.id), "kind": "re_audit",
               "auditor_id": str(self.world.auditors[2].person_id), "re_audit_of_id": self.id, "due_on": due(),
               "override_reason": REASON if self.world.auditors[2] in self.known else None}  # fmt: skip
        return who.post(AUDITS, json=new)

    def _after_re_audit(self, told: dict[str, Any]) -> None:
        self.re_audit = told["id"]

    # -- what must hold --------------------------------------------------------------------------------------------

    @invariant()
    def offers_what_may_be_done_and_nothing_else(self) -> None:
        """To the quality lead, and to the auditor, by the same rules as the steps of the walk."""
        verbs = {"fill": "update_audit", "moderate": "allocate_moderation", "finalise": "finalise_audit",
                 "reallocate": "reallocate_audit", "withdraw": "withdraw_audit"}  # fmt: skip
        for who in (self.world.lead, self.auditor):
            answer = who.get(self.path)
            if answer.is_success:  # an auditor sees no audit that is withdrawn
                told = set(answer.json()["next_steps"]) & set(verbs.values())
                assert told == {verbs[verb] for verb in verbs if self.may(verb, who)}

    @invariant()
    def is_what_the_walk_made_of_it(self) -> None:
        told = self.world.lead.get(self.path).raise_for_status().json()
        assert (told["state"], told["auditor_id"]) == (self.state, str(self.auditor.person_id))
        assert told["is_declined"] == self.is_declined
        assert told["version"] >= self.version, "versions rise"
        self.version = told["version"]
        assert [one["grade"] for one in told["submissions"]] == self.submissions, "every submission is kept for ever"
        assert told["first_grade"] == self.grade
        assert (told["re_audit"] and told["re_audit"]["id"]) == self.re_audit
        reported = self.second if self.moderation else self.grade
        assert told["reported_grade"] == (reported if self.state == "final" else None)
        found = self.world.lead.get(MODERATIONS, params={"audit_id": self.id}).json()["items"]
        assert sum(one["state"] in {"allocated", "graded"} for one in found) == (self.state == "in_moderation")
        if self.state in {"final", "withdrawn"}:
            lasting = {name: told[name] for name in told if name not in {"re_audit"}}
            assert self.final in (None, lasting), "what is closed never changes"
            self.final = lasting


@pytest.mark.usefixtures("council")
def test_an_audit_lives_by_its_rules_whoever_does_what(as_: As, make: Session):
    Life.world, Life.taken, Life.refused = World(as_, make), Counter(), set()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]  # hypothesis gives it no types
        Life,
        settings=settings(
            max_examples=18, stateful_step_count=18, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),
    )  # fmt: skip
    assert {verb for verb, *_ in Life.taken} == set(VERBS), "every step was taken by somebody"
    assert len({tuple(tried[1:5]) for tried in Life.refused}) >= SITUATIONS, "and the others refused in every situation"
