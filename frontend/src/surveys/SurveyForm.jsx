/** Writes a survey or changes its draft: whom it asks, what it says first, its statements in order. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { may } from '../kernel/may.js';
import { problemIn } from '../kernel/problem.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { useAction } from '../kernel/useAction.js';
import { createSurvey, surveyQuery, updateSurvey } from './api.js';
import { blankQuestion, QuestionList } from './QuestionList.jsx';
import { audiences, scaleOf } from './words.js';

/** @typedef {import('./api.js').Survey} Survey */
/** @typedef {import('./api.js').SurveyCreate} SurveyCreate */
/** @typedef {import('./QuestionList.jsx').Question} Question */
/** @typedef {{ title: string, audience: string, introduction: string, closes_on: string, questions: Question[] }} Draft */

export function NewSurvey() {
  const session = useSession();
  return (
    <>
      <BackLink to="/surveys">Surveys</BackLink>
      <PageHeading title="Write a survey" />
      {may(session, 'surveys:manage') ? <SurveyForm survey={null} /> : <Forbidden />}
    </>
  );
}

export function EditSurvey() {
  const { surveyId = '' } = useParams();
  const session = useSession();
  const survey = useQuery({ ...surveyQuery(surveyId), staleTime: Infinity, gcTime: 0 });
  return (
    <>
      <BackLink to={`/surveys/${surveyId}`}>The survey</BackLink>
      <PageHeading title="Change the draft" />
      {!may(session, 'surveys:manage') ? (
        <Forbidden />
      ) : (
        <Loaded query={survey} loading="Loading the survey…">
          {(data) =>
            data.state === 'draft' ? (
              <SurveyForm survey={data} />
            ) : (
              <Empty title="This survey has been opened">Its words can no longer be changed.</Empty>
            )
          }
        </Loaded>
      )}
    </>
  );
}

/** @param {Survey|null} survey @returns {Draft} */
const draftOf = (survey) => ({
  title: survey?.title ?? '',
  audience: survey?.audience ?? '',
  introduction: survey?.introduction ?? '',
  closes_on: survey?.closes_on ?? '',
  questions: survey
    ? survey.questions.map(({ id, text, standard_id }) => ({ key: id, text, standard_id: standard_id ?? '' }))
    : [blankQuestion()],
});

/** @param {Draft} draft */
const lacksIn = (draft) =>
  problemIn({
    ...(!draft.title.trim() && { '/title': 'Give the survey a title' }),
    ...(!draft.audience && { '/audience': 'Say who is asked' }),
    ...Object.fromEntries(
      draft.questions.flatMap(({ text }, i) =>
        text.trim() ? [] : [[`/questions/${i}/text`, `Write statement ${i + 1}, or remove it`]],
      ),
    ),
  });

/** @param {Draft} draft */
const bodyOf = (draft) =>
  /** @type {SurveyCreate} */ ({
    ...draft,
    closes_on: draft.closes_on || null,
    questions: draft.questions.map(({ text, standard_id }) => ({ text, standard_id: standard_id || null })),
  });

/** @param {{ survey: Survey|null }} props */
function SurveyForm({ survey }) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => draftOf(survey));
  const [missing, setMissing] = useState(/** @type {import('../kernel/problem.js').Problem|null} */ (null));
  const save = useAction(() => (survey ? updateSurvey(survey, bodyOf(draft)) : createSurvey(bodyOf(draft))), {
    refreshes: ['surveys'],
    onDone: (saved) => void navigate(`/surveys/${saved.id}`),
  });
  const problem = missing ?? save.problem;
  const send = () => {
    const lacks = lacksIn(draft);
    setMissing(lacks);
    if (!lacks && !save.isBusy) save.run();
  };
  /** @param {'title'|'audience'|'introduction'|'closes_on'} name */
  const field = (name) => ({
    pointer: `/${name}`,
    problem,
    value: draft[name],
    onChange: (/** @type {string} */ value) => setDraft({ ...draft, [name]: value }),
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="qa-form">
        <ErrorSummary problem={problem} />
        <TextField label="Title" hint="Those who answer see it." {...field('title')} />
        <RadioGroup legend="Who is asked?" options={audiences} {...field('audience')} />
        <TextArea
          label="What they read first"
          hint="Why you ask, what happens with the answers, that nobody has to answer. Plain words."
          isOptional
          maxLength={2000}
          {...field('introduction')}
        />
        <TextField label="Last day for answers" type="date" isOptional {...field('closes_on')} />
      </div>
      <QuestionList
        questions={draft.questions}
        onChange={(questions) => setDraft({ ...draft, questions })}
        problem={problem}
        scale={scaleOf(draft.audience)}
      />
      <div className="qa-buttons">
        <Button type="submit" isBusy={save.isBusy}>
          Save the draft
        </Button>
        <Link className="govuk-link" to={survey ? `/surveys/${survey.id}` : '/surveys'}>
          Cancel
        </Link>
      </div>
    </form>
  );
}
