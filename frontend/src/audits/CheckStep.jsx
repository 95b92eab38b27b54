/** The last step: the overall grade with its reason, what is still missing, and submitting. */
import { useMemo } from 'react';
import { Link } from 'react-router';
import { fieldId } from '../kernel/problem.js';
import { Button } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { grouped, progressOf, stillWrong, textIn } from './answers.js';
import { GradeChoice } from './GradeChoice.jsx';

/** @param {number} n @param {string} one @param {string} many */
const count = (n, one, many) => (n ? `${n} ${n === 1 ? one : many}` : '');

/** @param {import('../tools/api.js').Section} section @param {import('../kernel/autosave.js').Fields} values */
function missingWords(section, values) {
  const { answered, total, unreasoned } = progressOf(section.questions, values);
  const missing = [
    count(total - answered, 'question to answer', 'questions to answer'),
    count(unreasoned, 'reason to write', 'reasons to write'),
  ].filter(Boolean);
  return missing.join(', ');
}

/**
 * @param {object} props
 * @param {import('./api.js').Audit} props.audit
 * @param {import('../tools/api.js').Tool} props.tool
 * @param {import('../kernel/autosave.js').Autosave} props.saver
 * @param {import('../kernel/autosave.js').SaveState} props.state
 * @param {{ run: (given: void) => void, isBusy: boolean, problem: import('../kernel/problem.js').Problem|null }} props.submit
 * @param {import('../kernel/problem.js').Problem|null} props.problem what is still wrong now
 * @param {(pointer: string) => void} props.onGo
 */
export function CheckStep({ audit, tool, saver, state, submit, problem, onGo }) {
  const { sections, scale } = tool;
  // As it stood when the step was opened or submitted: a list that shrank while somebody types would take the focus.
  const listed = useMemo(
    () => grouped(stillWrong(submit.problem, saver.state.values, sections), sections),
    [submit.problem, saver, sections],
  );
  const { values } = state;
  const gradeError = problem?.at('/first_grade');
  return (
    <>
      <ErrorSummary problem={listed} onGo={onGo} />
      <PageHeading title="Check and submit" caption={`${audit.reference}, child ${audit.child_ref}`} size="m" />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!submit.isBusy) submit.run();
        }}
      >
        <div className="qa-row qa-reason">
          <TextArea
            label="Summary, strengths first"
            hint="What went well for this child, then what did not: before you give a grade."
            pointer="/summary"
            isOptional
            rows={4}
            maxLength={10000}
            problem={problem}
            value={textIn(values, 'summary')}
            onChange={(text) => saver.set('summary', text)}
          />
        </div>
        <fieldset className={`qa-row${gradeError ? ' qa-row--error' : ''}`}>
          <legend className="qa-row__text">
            <b>Overall grade</b>
          </legend>
          <GradeChoice
            pointer="/first_grade"
            levels={scale.levels}
            value={/** @type {string|null} */ (values.first_grade ?? null)}
            onChange={(grade) => saver.set('first_grade', grade)}
            error={gradeError}
            onReason={() => document.getElementById(fieldId('/overall_reason'))?.focus()}
          />
        </fieldset>
        <div className="qa-row qa-reason">
          <TextArea
            label="Reason for the overall grade"
            hint="Which answers weighed most, and why."
            pointer="/overall_reason"
            rows={4}
            maxLength={10000}
            problem={problem}
            value={textIn(values, 'overall_reason')}
            onChange={(text) => saver.set('overall_reason', text)}
          />
        </div>
        <h2 className="govuk-heading-s">Your answers</h2>
        <table className="govuk-table qa-table">
          <caption className="govuk-visually-hidden">Answers by standard</caption>
          <thead>
            <tr>
              <th scope="col" className="govuk-table__header">
                Standard
              </th>
              <th scope="col" className="govuk-table__header">
                Answered
              </th>
              <th scope="col" className="govuk-table__header">
                Still to do
              </th>
            </tr>
          </thead>
          <tbody>
            {sections.map((section) => {
              const { answered, total } = progressOf(section.questions, values);
              const missing = missingWords(section, values);
              return (
                <tr key={section.id}>
                  <th scope="row" className="govuk-table__header" data-label="Standard">
                    <Link className="govuk-link" to={`?standard=${section.number}`}>
                      {section.number}. {section.title}
                    </Link>
                  </th>
                  <td className="govuk-table__cell" data-label="Answered">
                    {answered} of {total}
                  </td>
                  <td className="govuk-table__cell" data-label="Still to do">
                    {missing || 'Nothing'}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <p className="govuk-body">
          Once submitted, your answers and your grade stand as they are, unless a moderator returns the audit to you.
          Your first grade is kept for ever; if a moderator reads the audit too, both grades are kept.
        </p>
        <div className="qa-buttons">
          <Button type="submit" isBusy={submit.isBusy}>
            Submit the audit
          </Button>
          <Link className="govuk-link" to="?view=whole">
            See the whole audit
          </Link>
        </div>
      </form>
    </>
  );
}
