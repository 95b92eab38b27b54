/** One thing that is so or not. */
import { fieldId } from '../problem.js';

/** @param {{ label: string, pointer: string, isChecked: boolean, onChange: (isChecked: boolean) => void }} props */
export function Checkbox({ label, pointer, isChecked, onChange }) {
  const id = fieldId(pointer);
  return (
    <div className="govuk-checkboxes govuk-checkboxes--small qa-checkbox">
      <div className="govuk-checkboxes__item">
        <input
          className="govuk-checkboxes__input"
          type="checkbox"
          id={id}
          checked={isChecked}
          onChange={(event) => onChange(event.target.checked)}
        />
        <label className="govuk-label govuk-checkboxes__label" htmlFor={id}>
          {label}
        </label>
      </div>
    </div>
  );
}
