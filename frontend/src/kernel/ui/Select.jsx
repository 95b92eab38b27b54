/** One choice from a list that is known. */
import { Field } from './Field.jsx';

/** @param {import('./Field.jsx').FieldProps & { value: string, onChange: (value: string) => void, options: { value: string, text: string }[], any?: string }} props
 *  `any`: the words for "no choice", such as "All teams" */
export function Select({ value, onChange, options, any, ...field }) {
  return (
    <Field {...field}>
      {(input) => (
        <select {...input} className="govuk-select" value={value} onChange={(event) => onChange(event.target.value)}>
          {any !== undefined && <option value="">{any}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
