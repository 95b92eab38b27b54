/** The case as a whole, and handing everything in: once, for good. */
import { GradeChoice } from '../audits/GradeChoice.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { isWhole } from './given.js';

/**
 * @param {object} props
 * @param {import('../tools/api.js').Level[]} props.levels
 * @param {import('./given.js').Given} props.given
 * @param {(given: import('./given.js').Given) => void} props.onChange
 * @param {import('../kernel/problem.js').Problem|null} props.problem
 * @param {boolean} props.isBusy
 * @param {() => void} props.onSend
 * @param {(pointer: string) => void} props.onGo
 */
export function HandIn({ levels, given, onChange, problem, isBusy, onSend, onGo }) {
  const shown = isWhole(given) ? undefined : problem?.at('/overall');
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) onSend();
      }}
    >
      <ErrorSummary problem={problem} onGo={onGo} />
      <PageHeading title="The whole case, and hand in" size="m" />
      <fieldset className={`qa-row${shown ? ' qa-row--error' : ''}`}>
        <legend className="qa-row__text">
          <b>Overall grade of the work, as you read it</b>
        </legend>
        <GradeChoice
          pointer="/overall"
          levels={levels}
          value={given.choice}
          onChange={(choice) => onChange({ ...given, choice })}
          error={shown}
        />
      </fieldset>
      <TextArea
        label="Why this grade"
        pointer="/overall/reason"
        problem={isWhole(given) ? null : problem}
        maxLength={4000}
        value={given.reason}
        onChange={(reason) => onChange({ ...given, reason })}
      />
      <Notice>You hand in once. Your grades cannot be changed after that, and nobody sees them before the end.</Notice>
      <Button type="submit" isBusy={isBusy}>
        Hand in my grades
      </Button>
    </form>
  );
}
