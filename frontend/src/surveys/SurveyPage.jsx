/** One survey: its statements while it is written, links while it is open, results when it has closed. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { dayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button, ButtonLink, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { useAction } from '../kernel/useAction.js';
import { closeSurvey, openSurvey, surveyQuery } from './api.js';
import { LastDayForm } from './LastDayForm.jsx';
import { LinksForm } from './LinksForm.jsx';
import { Results } from './Results.jsx';
import { SurveyState } from './SurveyList.jsx';
import { audienceWords, responsesWords } from './words.js';
import './surveys.scss';

/** @typedef {import('./api.js').Survey} Survey */

export function SurveyPage() {
  const { surveyId = '' } = useParams();
  const survey = useQuery(surveyQuery(surveyId));
  return (
    <>
      <BackLink to="/surveys">Surveys</BackLink>
      <Loaded query={survey} title="Survey" loading="Loading the survey…">
        {(data) => <OneSurvey survey={data} />}
      </Loaded>
    </>
  );
}

/** @param {{ survey: Survey }} props */
function OneSurvey({ survey }) {
  const isManager = may(useSession(), 'surveys:manage');
  return (
    <>
      <PageHeading title={survey.title} caption={audienceWords(survey.audience)}>
        {isManager && <Actions survey={survey} />}
      </PageHeading>
      <Facts
        facts={[
          { name: 'State', value: <SurveyState state={survey.state} /> },
          { name: 'From', value: dayOf(survey.opens_on, 'Not opened yet') },
          { name: survey.state === 'closed' ? 'To' : 'Last day', value: dayOf(survey.closes_on, 'None planned') },
          { name: 'Answered', value: responsesWords(survey) },
        ]}
      />
      {survey.state === 'open' && isManager && <LastDayForm survey={survey} />}
      {survey.state === 'open' && isManager && <LinksForm survey={survey} />}
      {survey.state === 'open' && (
        <Notice>
          Results are shown once the survey has closed, so that nobody can follow single answers coming in.
        </Notice>
      )}
      {survey.state === 'closed' ? <Results survey={survey} /> : <Statements survey={survey} />}
    </>
  );
}

/** @param {{ survey: Survey }} props */
function Statements({ survey }) {
  return (
    <div className="qa-statements">
      {survey.introduction && (
        <>
          <h2 className="govuk-heading-m">What they read first</h2>
          <p className="govuk-body qa-lede qa-intro">{survey.introduction}</p>
        </>
      )}
      <h2 className="govuk-heading-m">Statements</h2>
      <ol className="govuk-list govuk-list--number qa-lede">
        {survey.questions.map((question) => (
          <li key={question.id}>
            {question.text}
            {question.standard_number !== null && <span className="qa-n"> (standard {question.standard_number})</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** @param {{ survey: Survey }} props */
function Actions({ survey }) {
  if (survey.state === 'draft') {
    return (
      <>
        <Confirm
          survey={survey}
          act={openSurvey}
          button="Open for answers…"
          title="Open the survey?"
          words="From then on its statements are fixed, and links can be made to hand out."
          done="Open the survey"
        />
        <ButtonLink to={`/surveys/${survey.id}/edit`} look="secondary">
          Change the draft
        </ButtonLink>
      </>
    );
  }
  if (survey.state !== 'open') return null;
  return (
    <Confirm
      survey={survey}
      act={closeSurvey}
      button="Close and show results…"
      title="Close the survey?"
      words="Nobody can answer any more: links that were not used stop working, and a closed survey is never opened again. Its results are then shown, except where fewer than five people answered."
      done="Close the survey"
    />
  );
}

/** @param {{ survey: Survey, act: (id: string) => Promise<unknown>, button: string, title: string, words: string, done: string }} props */
function Confirm({ survey, act, button, title, words, done }) {
  const [isOpen, setOpen] = useState(false);
  const action = useAction(() => act(survey.id), { refreshes: ['surveys'], onDone: () => setOpen(false) });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{button}</Button>
      <Dialog title={title} isOpen={isOpen} onClose={() => setOpen(false)}>
        <ErrorSummary problem={action.problem} />
        <p className="govuk-body">{words}</p>
        <div className="qa-buttons">
          <Button isBusy={action.isBusy} onClick={() => action.run()}>
            {done}
          </Button>
          <LinkButton onClick={() => setOpen(false)}>Cancel</LinkButton>
        </div>
      </Dialog>
    </>
  );
}
