/** One question after the end: its spread, one's own grade in it, the reasons by grade, and what was agreed on. */
import { useState } from 'react';
import { GradeChoice } from '../audits/GradeChoice.jsx';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { useAction } from '../kernel/useAction.js';
import { agreeGrades } from './api.js';
import { farWords, spreadWords } from './words.js';
import './calibrations.scss';

/** @typedef {import('./api.js').SpreadRead} Result */

/** @param {Result} result @param {string|null|undefined} grade */
const labelOf = (result, grade) => result.counts.find((level) => level.grade === grade)?.label ?? 'Not applicable';

/** @param {{ result: Result, results: import('./api.js').Results }} props */
export function QuestionSpread({ result, results }) {
  const session = useSession();
  const { own, agreed_grade, agreed_reason, reasons } = result;
  const of = result.criterion_code ?? 'the case as a whole';
  return (
    <section className="qa-spread" aria-label={`Grades of ${of}`}>
      <h3 className="govuk-heading-s">
        {result.criterion_code && `${result.criterion_code} `}
        {result.text}
      </h3>
      <p className="govuk-body">
        {spreadWords(result)}. {farWords(result.farthest)}.
        {own && (
          <>
            {' '}
            <b>You: {labelOf(result, own.grade)}.</b>
          </>
        )}
      </p>
      {agreed_grade && (
        <p className="govuk-body qa-spread__agreed">
          <b>Agreed afterwards: {labelOf(result, agreed_grade)}.</b> {agreed_reason}
        </p>
      )}
      {reasons && reasons.length > 0 && (
        <Details
          summary={
            <>
              {reasons.length} {reasons.length === 1 ? 'reason' : 'reasons'}
              <span className="govuk-visually-hidden"> for {of}</span>
            </>
          }
        >
          <ul className="govuk-list govuk-list--bullet">
            {reasons.map(({ grade, reason }, i) => (
              <li key={`${i} ${reason}`}>
                <b>{labelOf(result, grade)}:</b> {reason}
              </li>
            ))}
          </ul>
        </Details>
      )}
      {may(session, 'calibrations:manage') && <AgreeForm result={result} results={results} of={of} />}
    </section>
  );
}

/** @param {{ result: Result, results: import('./api.js').Results, of: string }} props */
function AgreeForm({ result, results, of }) {
  const id = result.tool_question_id;
  const pointer = id ? `/answers/${id}` : '/overall';
  const [given, setGiven] = useState({ grade: result.agreed_grade, reason: result.agreed_reason ?? '' });
  const agree = useAction(
    () => {
      const one = { grade: given.grade ?? '', reason: given.reason };
      return agreeGrades(results, id ? { answers: { [id]: one } } : { overall: one, answers: {} });
    },
    { refreshes: ['calibrations'] },
  );
  const levels = result.counts.map(({ grade, label }, i) => ({
    code: grade,
    label,
    position: i + 1,
    is_good_or_better: i < result.counts.length / 2,
  }));
  return (
    <div className="qa-no-print">
      <Details
        summary={
          <>
            Record what was agreed<span className="govuk-visually-hidden"> on {of}</span>
          </>
        }
      >
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!agree.isBusy) agree.run();
          }}
        >
          <ErrorSummary problem={agree.problem} />
          <fieldset className="qa-row">
            <legend className="qa-row__text">Agreed grade</legend>
            <GradeChoice
              pointer={`${pointer}/grade`}
              levels={levels}
              value={given.grade}
              onChange={(grade) => setGiven({ ...given, grade })}
              error={agree.problem?.at(`${pointer}/grade`)}
            />
          </fieldset>
          <TextArea
            label="Why"
            pointer={`${pointer}/reason`}
            problem={agree.problem}
            rows={2}
            maxLength={4000}
            value={given.reason}
            onChange={(reason) => setGiven({ ...given, reason })}
          />
          <Button look="secondary" type="submit" isBusy={agree.isBusy}>
            Record it
          </Button>
        </form>
      </Details>
    </div>
  );
}
