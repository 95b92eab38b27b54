/** The chair records what the panel agreed: set already where all members gave the same, chosen where they differ. */
import { useState } from 'react';
import { isReason } from '../audits/answers.js';
import { GradeChoice } from '../audits/GradeChoice.jsx';
import { Problem, problemIn } from '../kernel/problem.js';
import { Button } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Loading } from '../kernel/ui/Loading.jsx';
import { useAction } from '../kernel/useAction.js';
import { agreePanelGrades } from './api.js';
import { useDraft } from '../kernel/useDraft.js';

/** @typedef {import('./api.js').Moderation} Moderation */

/** What all of them gave, or nothing. @param {(string|null|undefined)[]} grades */
const common = (grades) => (new Set(grades).size === 1 ? (grades[0] ?? null) : null);

/** @param {{ moderation: Moderation, tool: import('../tools/api.js').Tool }} props */
export function AgreeForm({ moderation, tool }) {
  const members = moderation.panel.filter((member) => member.judgements);
  const questions = tool.sections
    .flatMap((section) => section.questions)
    .filter(({ id }) => members.some((member) => member.judgements?.[id]));
  const alike = Object.fromEntries(questions.map(({ id }) => [id, common(members.map((one) => one.judgements?.[id]))]));
  const draft = useDraft(`agreed ${moderation.id}`, {
    second_grade: common(members.map((member) => member.second_grade)),
    judgements: /** @type {Record<string, string>} */ ({}),
    reason: '',
  });
  const [missing, setMissing] = useState(/** @type {Problem|null} */ (null));
  const given = draft.value;
  const judgements = Object.fromEntries(questions.map(({ id }) => [id, given.judgements[id] ?? alike[id] ?? '']));
  const agree = useAction(
    async () => {
      const agreed = { second_grade: given.second_grade ?? '', judgements, reason: given.reason };
      const answer = await agreePanelGrades(moderation, agreed);
      await draft.forget();
      return answer;
    },
    { refreshes: ['moderations', 'audits'] },
  );
  const problem = missing ?? agree.problem;
  const send = () => {
    const open = questions.filter(({ id }) => !judgements[id]);
    const lacks = problemIn({
      ...Object.fromEntries(open.map(({ id, code }) => [`/judgements/${id}`, `${code}: Choose the agreed grade`])),
      ...(!given.second_grade && { '/second_grade': 'Choose the agreed overall grade' }),
      ...(!isReason(given.reason) && { '/reason': 'Write why you agreed so: at least 10 characters' }),
    });
    setMissing(lacks);
    if (!lacks && !agree.isBusy) agree.run();
  };
  if (!draft.isRead) return <Loading />;
  return (
    <section aria-labelledby="agree" className="qa-no-print">
      <h2 className="govuk-heading-m" id="agree">
        What the panel agrees
      </h2>
      <p className="govuk-body">
        Where all members gave the same grade, it stands. Choose for the others; each member’s own grades are kept.
      </p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <ErrorSummary problem={problem} />
        {questions
          .filter(({ id }) => !alike[id])
          .map((question) => (
            <Row
              key={question.id}
              pointer={`/judgements/${question.id}`}
              title={
                <>
                  <b>{question.code}</b> {question.text}
                </>
              }
              levels={tool.scale.levels}
              value={judgements[question.id] || null}
              problem={problem}
              onChange={(grade) => draft.set({ ...given, judgements: { ...given.judgements, [question.id]: grade } })}
            />
          ))}
        <Row
          pointer="/second_grade"
          title={<b>Overall grade of the work, as agreed</b>}
          levels={tool.scale.levels}
          value={given.second_grade}
          problem={problem}
          onChange={(grade) => draft.set({ ...given, second_grade: grade })}
        />
        <TextArea
          label="Why the panel agreed so"
          pointer="/reason"
          maxLength={4000}
          problem={problem}
          value={given.reason}
          onChange={(reason) => draft.set({ ...given, reason })}
        />
        <Button type="submit" isBusy={agree.isBusy}>
          Record what is agreed
        </Button>
      </form>
    </section>
  );
}

/**
 * @param {object} props
 * @param {string} props.pointer
 * @param {import('react').ReactNode} props.title
 * @param {import('../tools/api.js').Level[]} props.levels
 * @param {string|null} props.value
 * @param {Problem|null} props.problem
 * @param {(grade: string) => void} props.onChange
 */
function Row({ pointer, title, levels, value, problem, onChange }) {
  const error = value ? undefined : problem?.at(pointer);
  return (
    <fieldset className={`qa-row${error ? ' qa-row--error' : ''}`}>
      <legend className="qa-row__text">{title}</legend>
      <GradeChoice pointer={pointer} levels={levels} value={value} onChange={onChange} error={error} />
    </fieldset>
  );
}
