"""The planned surveys: plain questions, different answers, and one too small to show."""

from collections import Counter
from datetime import date

from api.demonstration.voice import SurveyPlan, survey_plans

END = date(2026, 11, 22)


def answers(survey: SurveyPlan, standard: int) -> list[int]:
    found = [
        value
        for place, question in enumerate(survey.questions)
        if question.standard == standard
        for value in (response.values[place] for response in survey.responses)
        if value is not None
    ]
    assert found
    return found


def agree(survey: SurveyPlan, standard: int) -> float:
    found = answers(survey, standard)
    return 100 * sum(value >= 4 for value in found) / len(found)


def test_same_seed_same_answers() -> None:
    assert survey_plans(1, END) == survey_plans(1, END)
    assert survey_plans(1, END) != survey_plans(2, END)


def test_three_audiences_in_waves_and_one_too_small() -> None:
    made = survey_plans(1, END)
    small = [one for one in made if len(one.responses) < 5]
    assert [len(one.responses) for one in small] == [4]
    waves = Counter(one.audience for one in made if one not in small)
    assert waves == {"child": 3, "parent_or_carer": 3, "practitioner": 2}
    assert all(60 <= len(one.responses) <= 300 for one in made if one not in small)
    assert Counter(one.state for one in made) == {"closed": 8, "open": 1}
    assert len({one.title for one in made}) == len(made)


def test_each_answer_fits_its_question_and_its_time() -> None:
    for survey in survey_plans(1, END):
        assert 8 <= len(survey.questions) <= 12
        assert len(survey.responses) < survey.links <= 1000
        assert all(question.standard in range(1, 11) for question in survey.questions)
        for response in survey.responses:
            assert len(response.values) == len(survey.questions)
            assert set(response.values) <= {1, 2, 3, 4, 5, None}
            assert survey.opens_on <= response.answered_on <= min(survey.closes_on, END)
        assert (survey.state == "open") == (survey.closes_on > END)


def test_a_child_can_read_the_childs() -> None:
    hard = {"multi-agency", "assessment", "intervention", "practitioner", "statutory", "identified", "outcomes"}
    for survey in survey_plans(1, END):
        if survey.audience == "child":
            for question in survey.questions:
                words = question.text.lower().rstrip(".").split()
                assert len(words) <= 12, question.text
                assert not hard & set(words)


def test_standards_differ_and_being_heard_improves() -> None:
    for seed in (1, 2, 3):
        first, _, last = [one for one in survey_plans(seed, END) if one.audience == "child" and len(one.responses) > 4]
        assert agree(first, 1) > agree(first, 4) + 15
        assert agree(last, 4) > agree(first, 4) + 8


def test_some_questions_are_left_out() -> None:
    values = [value for survey in survey_plans(1, END) for one in survey.responses for value in one.values]
    assert 0.02 < values.count(None) / len(values) < 0.07
