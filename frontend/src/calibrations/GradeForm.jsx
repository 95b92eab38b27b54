/** Grades one case blind, with the reasons: a standard a page, kept on this computer, handed in once at the end. */
import { useMemo, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { grouped, stepOf } from '../audits/answers.js';
import { ChildFacts } from '../audits/ChildFacts.jsx';
import { KeyHelp } from '../audits/GradeChoice.jsx';
import { QuestionRow } from '../audits/QuestionRow.jsx';
import { StepRail } from '../audits/StepRail.jsx';
import { dayOf } from '../kernel/dates.js';
import { fieldId } from '../kernel/problem.js';
import { Button, ButtonLink, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { Loading } from '../kernel/ui/Loading.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { useAction } from '../kernel/useAction.js';
import { useDraft } from '../kernel/useDraft.js';
import { gradeCalibration, standAside } from './api.js';
import { blank, bodyOf, gradedSections, isWhole, lacksIn, nothing } from './given.js';
import { HandIn } from './HandIn.jsx';

/** @param {{ calibration: import('./api.js').Calibration, tool: import('../tools/api.js').Tool }} props */
export function GradeForm({ calibration, tool }) {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const draft = useDraft(`calibration ${calibration.id}`, blank);
  const given = draft.value;
  const { question_ids } = calibration;
  const sections = useMemo(() => gradedSections(tool.sections, question_ids), [tool, question_ids]);
  const { levels } = tool.scale;
  const handIn = useAction(
    async () => {
      const lacks = lacksIn(given, sections);
      if (lacks) throw lacks;
      const answer = await gradeCalibration(calibration.id, bodyOf(given, question_ids));
      await draft.forget();
      return answer;
    },
    { refreshes: ['calibrations'] },
  );
  // Made once for each answer: a list that changed would take the focus while somebody writes.
  const listed = useMemo(() => grouped(handIn.problem, sections), [handIn.problem, sections]);
  const current =
    params.get('standard') === 'check'
      ? undefined
      : (sections.find(({ number }) => String(number) === params.get('standard')) ?? sections[0]);
  const place = current ? sections.indexOf(current) : sections.length;
  /** @param {string} id @param {Partial<import('./given.js').Given>} change */
  const write = (id, change) =>
    draft.set({ ...given, answers: { ...given.answers, [id]: { ...nothing, ...given.answers[id], ...change } } });

  if (!draft.isRead) return <Loading />;
  return (
    <div className="qa-columns">
      <StepRail
        label="Standards of this calibration"
        current={current ? String(current.number) : 'check'}
        saveState="Kept on this computer until you hand in your grades."
        steps={[
          ...sections.map(({ number, title, questions }) => ({
            step: String(number),
            title,
            answered: questions.filter(({ id }) => isWhole(given.answers[id])).length,
            total: questions.length,
          })),
          { step: 'check', title: 'The whole case, and hand in' },
        ]}
      >
        <ChildFacts childId={calibration.child_id} childRef={calibration.child_ref} />
        <StandAside calibration={calibration} />
      </StepRail>
      <div>
        {current ? (
          <>
            <PageHeading
              title={current.title}
              caption={`${calibration.title}, child ${calibration.child_ref}. Part ${place + 1} of ${sections.length}.`}
              size="m"
            />
            <Notice>
              Nobody sees your grades until the calibration is closed, and you see nobody’s. The last day is{' '}
              {dayOf(calibration.closes_on)}.
            </Notice>
            <KeyHelp levels={levels} />
            <form noValidate onSubmit={(event) => event.preventDefault()}>
              {current.questions.map((question) => (
                <QuestionRow
                  key={question.id}
                  question={question}
                  levels={levels}
                  choice={given.answers[question.id]?.choice ?? null}
                  reason={given.answers[question.id]?.reason ?? ''}
                  onChoice={(choice) => write(question.id, { choice })}
                  onReason={(reason) => write(question.id, { reason })}
                  problem={isWhole(given.answers[question.id]) ? null : handIn.problem}
                  hasGuidance
                />
              ))}
            </form>
            <div className="qa-buttons">
              <ButtonLink to={`?standard=${sections[place + 1]?.number ?? 'check'}`}>
                {sections[place + 1] ? 'Next part' : 'Next: the whole case'}
              </ButtonLink>
              {sections[place - 1] && (
                <Link className="govuk-link" to={`?standard=${sections[place - 1]?.number}`}>
                  Previous part
                </Link>
              )}
            </div>
          </>
        ) : (
          <HandIn
            levels={levels}
            given={given.overall}
            onChange={(overall) => draft.set({ ...given, overall })}
            problem={listed}
            isBusy={handIn.isBusy}
            onSend={() => handIn.run()}
            onGo={(pointer) => void navigate(`?standard=${stepOf(pointer, sections)}#${fieldId(pointer)}`)}
          />
        )}
      </div>
    </div>
  );
}

/** @param {{ calibration: import('./api.js').Calibration }} props */
function StandAside({ calibration }) {
  const [isAsked, setAsked] = useState(false);
  const aside = useAction(() => standAside(calibration.id), { refreshes: ['calibrations'] });
  return (
    <>
      {aside.problem && <ProblemNotice error={aside.problem} />}
      <LinkButton onClick={() => setAsked(true)}>I know this family</LinkButton>
      <Dialog title="Stand aside?" isOpen={isAsked} onClose={() => setAsked(false)}>
        <p className="govuk-body">You will not grade this case, and no reason is asked. This cannot be taken back.</p>
        <div className="qa-buttons">
          <Button onClick={() => aside.run()} isBusy={aside.isBusy}>
            Stand aside
          </Button>
          <Button look="secondary" onClick={() => setAsked(false)}>
            Go on grading
          </Button>
        </div>
      </Dialog>
    </>
  );
}
