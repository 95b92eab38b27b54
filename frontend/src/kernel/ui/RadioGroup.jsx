/** One choice of a few, all in sight. */
import { fieldId } from '../problem.js';

/**
 * @param {object} props
 * @param {string} props.legend
 * @param {string} props.pointer JSON pointer of the value in the request body
 * @param {string|null} props.value
 * @param {(value: string) => void} props.onChange
 * @param {{ value: string, text: string, hint?: string }[]} props.options
 * @param {string} [props.hint]
 * @param {import('../problem.js').Problem|null} [props.problem]
 * @param {boolean} [props.isInline]
 * @param {boolean} [props.isDisabled]
 */
export function RadioGroup({
  legend,
  pointer,
  value,
  onChange,
  options,
  hint,
  problem,
  isInline = false,
  isDisabled = false,
}) {
  const id = fieldId(pointer);
  const error = problem?.at(pointer);
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <div className={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <fieldset className="govuk-fieldset" aria-describedby={describedBy} disabled={isDisabled}>
        <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">{legend}</legend>
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
        <div className={`govuk-radios govuk-radios--small${isInline ? ' govuk-radios--inline' : ''}`}>
          {options.map((option, i) => (
            <div className="govuk-radios__item" key={option.value}>
              {/* The error summary leads to the first choice. */}
              <input
                className="govuk-radios__input"
                type="radio"
                id={i ? `${id}-${i}` : id}
                name={id}
                value={option.value}
                checked={value === option.value}
                aria-describedby={option.hint ? `${id}-${i}-hint` : undefined}
                onChange={() => onChange(option.value)}
              />
              <label className="govuk-label govuk-radios__label" htmlFor={i ? `${id}-${i}` : id}>
                {option.text}
              </label>
              {option.hint && (
                <div id={`${id}-${i}-hint`} className="govuk-hint govuk-radios__hint">
                  {option.hint}
                </div>
              )}
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
