/** The statements of a draft in their order: each with the standard that it tells of, moved by buttons. */
import { useQuery } from '@tanstack/react-query';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { standardsQuery } from '../standards/api.js';
import './surveys.scss';

/** @typedef {{ key: string, text: string, standard_id: string }} Question `key` stays with it when it moves */

/** @returns {Question} */
export const blankQuestion = () => ({ key: crypto.randomUUID(), text: '', standard_id: '' });

/** @param {Question[]} questions @param {number} from @param {number} to */
function moved(questions, from, to) {
  const rest = questions.filter((_, i) => i !== from);
  return rest.toSpliced(to, 0, /** @type {Question} */ (questions[from]));
}

/** @param {{ questions: Question[], onChange: (questions: Question[]) => void, problem: import('../kernel/problem.js').Problem|null, scale: string[] }} props */
export function QuestionList({ questions, onChange, problem, scale }) {
  const standards = useQuery(standardsQuery(''));
  const options = (standards.data?.standards ?? []).map(({ id, number, text }) => ({
    value: id,
    text: `${number}. ${text.length > 70 ? `${text.slice(0, 68)}…` : text}`,
  }));
  /** @param {number} at @param {Partial<Question>} change */
  const set = (at, change) => onChange(questions.map((one, i) => (i === at ? { ...one, ...change } : one)));
  return (
    <fieldset className="govuk-fieldset">
      <legend className="govuk-fieldset__legend govuk-fieldset__legend--m">Statements</legend>
      <p className="govuk-body qa-lede">
        Each is answered from “{scale[0]}” to “{scale[4]}”, or with “I do not want to say”.
      </p>
      <ol className="qa-questions">
        {questions.map((question, i) => (
          <li key={question.key} className="qa-questions__item">
            <TextField
              label={`Statement ${i + 1}`}
              pointer={`/questions/${i}/text`}
              problem={problem}
              value={question.text}
              onChange={(text) => set(i, { text })}
            />
            <Select
              label={`Standard that statement ${i + 1} tells of`}
              any="None of the standards"
              pointer={`/questions/${i}/standard_id`}
              problem={problem}
              options={options}
              value={question.standard_id}
              onChange={(standard) => set(i, { standard_id: standard })}
            />
            <div className="qa-buttons">
              {i > 0 && (
                <LinkButton onClick={() => onChange(moved(questions, i, i - 1))}>
                  Move up<span className="govuk-visually-hidden"> statement {i + 1}</span>
                </LinkButton>
              )}
              {i < questions.length - 1 && (
                <LinkButton onClick={() => onChange(moved(questions, i, i + 1))}>
                  Move down<span className="govuk-visually-hidden"> statement {i + 1}</span>
                </LinkButton>
              )}
              {questions.length > 1 && (
                <LinkButton onClick={() => onChange(questions.toSpliced(i, 1))}>
                  Remove<span className="govuk-visually-hidden"> statement {i + 1}</span>
                </LinkButton>
              )}
            </div>
          </li>
        ))}
      </ol>
      {questions.length < 50 && (
        <Button look="secondary" onClick={() => onChange([...questions, blankQuestion()])}>
          Add a statement
        </Button>
      )}
    </fieldset>
  );
}
