/** One labelled input: text, a longer text, a date. The pointer names the field in the API's body and so joins it to its error. */
import { fieldId } from '../problem.js';

/**
 * @typedef {object} FieldProps
 * @property {string} label
 * @property {string} pointer JSON pointer of the value in the request body, such as "/due_on"
 * @property {string} [hint]
 * @property {import('../problem.js').Problem|null} [problem]
 * @property {boolean} [isOptional]
 * @property {boolean} [isSmall] a small label, for filters and table rows
 */

/** The frame that every field shares: label, hint, error. The render function gets what the input needs.
 * @param {FieldProps & { children: (input: { id: string, 'aria-describedby': string|undefined, 'aria-invalid': true|undefined }) => import('react').ReactNode }} props */
export function Field({ label, pointer, hint, problem, isOptional = false, isSmall = false, children }) {
  const id = fieldId(pointer);
  const error = problem?.at(pointer);
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <div className={`govuk-form-group${error ? ' govuk-form-group--error' : ''}${isSmall ? ' qa-field--small' : ''}`}>
      <label className="govuk-label" htmlFor={id}>
        {label}
        {isOptional && ' (optional)'}
      </label>
      {hint && (
        <div id={`${id}-hint`} className="govuk-hint">
          {hint}
        </div>
      )}
      {error && (
        <p id={`${id}-error`} className="govuk-error-message">
          <span className="govuk-visually-hidden">Error:</span> {error}
        </p>
      )}
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': error ? true : undefined })}
    </div>
  );
}

/** @param {FieldProps & { value: string, onChange: (value: string) => void, type?: 'text'|'email'|'password'|'date'|'search'|'number', autoComplete?: string, width?: 5|10|20|30, list?: string }} props */
export function TextField({ value, onChange, type = 'text', autoComplete = 'off', width, list, ...field }) {
  const size = type === 'date' ? 10 : width;
  return (
    <Field {...field}>
      {(input) => (
        <input
          {...input}
          className={`govuk-input${size ? ` govuk-input--width-${size}` : ''}`}
          type={type}
          autoComplete={autoComplete}
          spellCheck={type === 'text' ? undefined : false}
          list={list}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** @param {FieldProps & { value: string, onChange: (value: string) => void, rows?: number, maxLength?: number }} props */
export function TextArea({ value, onChange, rows = 4, maxLength, ...field }) {
  return (
    <Field {...field}>
      {(input) => (
        <textarea
          {...input}
          className="govuk-textarea"
          rows={rows}
          maxLength={maxLength}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
