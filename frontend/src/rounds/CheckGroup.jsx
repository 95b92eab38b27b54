/** Any of a few things, all in sight. */
import { Checkbox } from '../kernel/ui/Checkbox.jsx';

/** @param {{ legend: string, pointer: string, hint?: string, options: { value: string, text: string }[], values: string[], onChange: (values: string[]) => void }} props */
export function CheckGroup({ legend, pointer, hint, options, values, onChange }) {
  return (
    <fieldset className="govuk-fieldset rounds-checks">
      <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">{legend}</legend>
      {hint && <div className="govuk-hint">{hint}</div>}
      <div className="rounds-checks__options">
        {options.map(({ value, text }) => (
          <Checkbox
            key={value}
            label={text}
            pointer={`${pointer}/${value}`}
            isChecked={values.includes(value)}
            onChange={(isChecked) =>
              onChange(isChecked ? [...values, value] : values.filter((other) => other !== value))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
