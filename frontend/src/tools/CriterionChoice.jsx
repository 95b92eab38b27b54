/** Links a question to a criterion of any set of standards, found by its code or its words. */
import { useState } from 'react';
import { LinkButton } from '../kernel/ui/Button.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { fieldId } from '../kernel/problem.js';

const most = 8;

/** @param {import('./api.js').Criterion[]} criteria @param {string} words */
export function find(criteria, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (!wanted.length) return [];
  return criteria.filter(({ code, text, setTitle }) => {
    const all = `${code} ${text} ${setTitle}`.toLowerCase();
    return wanted.every((word) => (/^[\d.]+$/.test(word) ? code.startsWith(word) : all.includes(word)));
  });
}

/**
 * @param {object} props
 * @param {string} props.pointer
 * @param {import('./api.js').Criterion[]} props.criteria
 * @param {string|null} props.value
 * @param {import('../kernel/problem.js').Problem|null} props.problem
 * @param {(id: string|null) => void} props.onChange
 */
export function CriterionChoice({ pointer, criteria, value, problem, onChange }) {
  const [words, setWords] = useState('');
  const id = fieldId(pointer);
  if (value) {
    const chosen = criteria.find((criterion) => criterion.id === value);
    return (
      <div className="govuk-form-group qa-criterion">
        <p className="govuk-label" id={`${id}-label`}>
          Criterion
        </p>
        <p className="govuk-body">
          {chosen ? (
            <>
              <b>{chosen.code}</b> {chosen.text} <span className="qa-quiet">({chosen.setTitle})</span>
            </>
          ) : (
            'A criterion of an earlier version of the standards'
          )}{' '}
          <LinkButton id={id} aria-describedby={`${id}-label`} onClick={() => onChange(null)}>
            Change the criterion
          </LinkButton>
        </p>
      </div>
    );
  }
  const found = find(criteria, words);
  return (
    <div className="qa-criterion">
      <TextField
        label="Criterion"
        isOptional
        type="search"
        hint="Search by number or words, such as 2.1 or “seen alone”. Without one the question counts for its section’s standard."
        pointer={pointer}
        problem={problem}
        value={words}
        onChange={setWords}
      />
      <p className="govuk-visually-hidden" role="status">
        {words && `${found.length} found`}
      </p>
      {words && (
        <ul className="qa-criterion__found">
          {found.slice(0, most).map((criterion) => (
            <li key={criterion.id}>
              <LinkButton
                onClick={() => {
                  setWords('');
                  onChange(criterion.id);
                }}
              >
                <b>{criterion.code}</b> {criterion.text}
              </LinkButton>{' '}
              <span className="qa-quiet">({criterion.setTitle})</span>
            </li>
          ))}
          {!found.length && <li>No criterion says this.</li>}
          {found.length > most && <li>{found.length - most} more: write another word.</li>}
        </ul>
      )}
    </div>
  );
}
