/** The moderator reads the auditor's evidence and gives grades of their own, before the first ones are shown. */
import { useEffect, useMemo } from 'react';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
import { grouped, stepOf } from '../audits/answers.js';
import { ChildFacts } from '../audits/ChildFacts.jsx';
import { GradeChoice, KeyHelp } from '../audits/GradeChoice.jsx';
import { StepRail } from '../audits/StepRail.jsx';
import { dueIn } from '../kernel/dates.js';
import { fieldId, Problem } from '../kernel/problem.js';
import { Button, ButtonLink } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { useSession } from '../kernel/session.jsx';
import { Loading } from '../kernel/ui/Loading.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { useAction } from '../kernel/useAction.js';
import { useDraft } from '../kernel/useDraft.js';
import { guidanceOf, placeName, stepName } from '../tools/words.js';
import { gradeModeration, givePanelGrades } from './api.js';
import { BlindRow } from './BlindRow.jsx';
import { ReturnForm } from './ReturnForm.jsx';

/** @typedef {import('./api.js').Moderation} Moderation */
/** @typedef {import('../tools/api.js').Section} Section */
/** @typedef {{ second_grade: string|null, judgements: Record<string, string> }} Given */

/** The questions that the auditor graded: only they are graded again. @param {Moderation} moderation @param {Section} section */
const gradedIn = (moderation, section) =>
  section.questions.filter(({ id, kind }) => {
    const answer = moderation.audit.answers[id];
    return kind !== 'compliance' && answer !== undefined && !answer.is_not_applicable;
  });

/** What is still to be graded, found before anything is sent. @param {Given} given @param {Section[]} sections @param {Moderation} moderation */
function lacksIn(given, sections, moderation) {
  const open = sections
    .flatMap((section) => gradedIn(moderation, section))
    .filter(({ id }) => !given.judgements[id])
    .map(({ id, code }) => ({
      pointer: `/judgements/${id}`,
      code: 'grade_needed',
      detail: `${code}: Give your grade.`,
    }));
  const errors = [
    ...open,
    ...(given.second_grade
      ? []
      : [{ pointer: '/second_grade', code: 'grade_needed', detail: 'Give your overall grade.' }]),
  ];
  return errors.length ? new Problem({ status: 422, errors }) : null;
}

/** The problem with those of its errors that are still open. @param {Problem|null} problem @param {string} open pointers @param {Section[]} sections */
const useListed = (problem, open, sections) =>
  useMemo(() => {
    if (!problem?.errors.length) return problem;
    const errors = problem.errors.filter(({ pointer }) => open.split(' ').includes(pointer));
    return errors.length ? grouped(new Problem({ status: problem.status, errors }), sections) : null;
  }, [problem, open, sections]);

/** @param {{ moderation: Moderation, tool: import('../tools/api.js').Tool }} props */
export function BlindForm({ moderation, tool }) {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const { me } = useSession();
  const { hash, key } = useLocation();
  const draft = useDraft(`moderation ${moderation.id}`, /** @type {Given} */ ({ second_grade: null, judgements: {} }));
  const given = draft.value;
  const { sections, scale } = tool;
  const isPanel = moderation.panel.length > 0;

  const grade = useAction(
    async () => {
      const lacks = lacksIn(given, sections, moderation);
      if (lacks) throw lacks;
      const give = isPanel ? givePanelGrades : gradeModeration;
      const answer = await give(moderation, { ...given, second_grade: given.second_grade ?? '' });
      await draft.forget();
      return answer;
    },
    { refreshes: ['moderations', 'audits'] },
  );

  useEffect(() => {
    if (!hash) return;
    const field = document.getElementById(hash.slice(1));
    field?.scrollIntoView({ block: 'center' });
    field?.focus({ preventScroll: true });
  }, [hash, key]);

  const isChecking = params.get('standard') === 'check';
  const current = isChecking
    ? undefined
    : (sections.find(({ number }) => String(number) === params.get('standard')) ?? sections[0]);
  const place = current ? sections.indexOf(current) : sections.length;
  const [before, after] = [sections[place - 1], sections[place + 1]];
  const guidance = current ? guidanceOf(current) : [];
  const shared = guidance.length === 1 ? guidance[0] : '';
  const problem = grade.problem;
  // The overall grade stays listed while it is given: a list that changed would take the focus.
  const isOpen = (/** @type {string} */ pointer) => !given.judgements[pointer.split('/')[2] ?? ''];
  const open = problem?.errors.map((error) => error.pointer).filter(isOpen) ?? [];
  const listed = useListed(problem, open.join(' '), sections);
  /** @param {string} questionId @param {string} choice */
  const judge = (questionId, choice) =>
    draft.set({ ...given, judgements: { ...given.judgements, [questionId]: choice } });
  /** @param {string} pointer */
  const errorAt = (pointer) => {
    const isMended = pointer === '/second_grade' ? given.second_grade : given.judgements[pointer.split('/')[2] ?? ''];
    return isMended ? undefined : problem?.at(pointer);
  };
  /** @param {string} pointer */
  const goTo = (pointer) => void navigate(`?standard=${stepOf(pointer, sections)}#${fieldId(pointer)}`);

  if (!draft.isRead) return <Loading />;
  return (
    <div className="qa-columns">
      <StepRail
        label="Standards of this moderation"
        current={current ? String(current.number) : 'check'}
        saveState="Kept on this computer until you give your grades."
        steps={[
          ...sections.map((section) => {
            const graded = gradedIn(moderation, section);
            const answered = graded.filter(({ id }) => given.judgements[id]).length;
            return { step: String(section.number), title: section.title, answered, total: graded.length };
          }),
          { step: 'check', title: 'Your overall grade' },
        ]}
      >
        <ChildFacts childId={moderation.audit.child_id} childRef={moderation.audit.child_ref} />
      </StepRail>
      <div>
        {current ? (
          <>
            <PageHeading
              title={current.title}
              caption={`Moderation of ${moderation.audit_reference}, child ${moderation.audit.child_ref}. ${placeName(current, sections.length)}. ${dueIn(moderation.due_on)}`}
              size="m"
            />
            <Notice>The first grades are hidden until you have given yours, so that they cannot lead you.</Notice>
            {shared && <Details summary="What to look for">{shared}</Details>}
            <KeyHelp levels={scale.levels} hasReason={false} hasNotApplicable={false} />
            <form noValidate onSubmit={(event) => event.preventDefault()}>
              {current.questions.map((question) => (
                <BlindRow
                  key={question.id}
                  question={question}
                  answer={moderation.audit.answers[question.id]}
                  levels={scale.levels}
                  value={given.judgements[question.id] ?? null}
                  onChange={(choice) => judge(question.id, choice)}
                  error={errorAt(`/judgements/${question.id}`)}
                  hasGuidance={!shared}
                />
              ))}
            </form>
            <div className="qa-buttons">
              <ButtonLink to={`?standard=${after?.number ?? 'check'}`}>
                {after ? `Next: ${stepName(after)}` : 'Next: your overall grade'}
              </ButtonLink>
              {before && (
                <Link className="govuk-link" to={`?standard=${before.number}`}>
                  Previous: {stepName(before)}
                </Link>
              )}
            </div>
          </>
        ) : (
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              if (!grade.isBusy) grade.run();
            }}
          >
            <ErrorSummary problem={listed} onGo={goTo} />
            <PageHeading title="Your overall grade" caption={`Moderation of ${moderation.audit_reference}`} size="m" />
            <Notice>
              {isPanel
                ? 'All grades are shown together, once everybody on the panel has given theirs. Yours cannot be changed.'
                : 'When you give your grades, the first ones are shown beside them. Yours cannot be changed after that.'}
            </Notice>
            <fieldset className={`qa-row${errorAt('/second_grade') ? ' qa-row--error' : ''}`}>
              <legend className="qa-row__text">
                <b>Overall grade of the work, as you read it</b>
              </legend>
              <GradeChoice
                pointer="/second_grade"
                levels={scale.levels}
                value={given.second_grade}
                onChange={(choice) => draft.set({ ...given, second_grade: choice })}
                error={errorAt('/second_grade')}
              />
            </fieldset>
            <Button type="submit" isBusy={grade.isBusy}>
              {isPanel ? 'Give my grades to the panel' : 'Give my grades and see the first'}
            </Button>
          </form>
        )}
        {moderation.moderator_id === me?.id && <ReturnForm moderation={moderation} />}
      </div>
    </div>
  );
}
