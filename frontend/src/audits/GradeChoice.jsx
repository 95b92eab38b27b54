/** One grade of the scale, or that the question does not apply, as one bar; single keys work only while it has the focus. */
import { fieldId } from '../kernel/problem.js';
import { notApplicable } from './answers.js';
import './audits.scss';

/** How well each place on the scale stands, for its colour: the words carry the meaning. @param {import('../tools/api.js').Level[]} levels @param {number} i */
const toneOf = (levels, i) => (levels[i]?.is_good_or_better ? (i ? 1 : 0) : i === levels.length - 1 ? 3 : 2);

/**
 * @typedef {object} GradeChoiceProps
 * @property {string} pointer JSON pointer of the value in the request body
 * @property {import('../tools/api.js').Level[]} levels the best first
 * @property {string|null} value
 * @property {(value: string) => void} onChange
 * @property {boolean} [hasNotApplicable]
 * @property {string|undefined} [error]
 * @property {() => void} [onReason] what the key e opens
 */

/** The bar alone; a fieldset with a legend stands around it. @param {GradeChoiceProps} props */
export function GradeChoice({ pointer, levels, value, onChange, hasNotApplicable = false, error, onReason }) {
  const id = fieldId(pointer);
  const choices = [
    ...levels.map((level, i) => ({
      value: level.code,
      text: level.label,
      tone: toneOf(levels, i),
      key: String(i + 1),
    })),
    ...(hasNotApplicable ? [{ value: notApplicable, text: 'Not applicable', tone: 4, key: '0' }] : []),
  ];

  /** @param {import('react').KeyboardEvent<HTMLInputElement>} event */
  const onKeyDown = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = choices.findIndex((choice) => choice.key === event.key);
    if (at >= 0) {
      onChange(/** @type {{ value: string }} */ (choices[at]).value);
      document.getElementById(at ? `${id}-${at}` : id)?.focus();
    } else if (event.key === 'e' && onReason) {
      // Otherwise the letter would be typed into the field that takes the focus.
      event.preventDefault();
      onReason();
    } else if (event.key === 'j' || event.key === 'k') {
      moveFrom(event.currentTarget, event.key === 'j' ? 1 : -1);
    }
  };

  return (
    <>
      {error && (
        <p id={`${id}-error`} className="govuk-error-message">
          <span className="govuk-visually-hidden">Error:</span> {error}
        </p>
      )}
      <div className="qa-choices" data-choices>
        {choices.map((choice, i) => (
          <label key={choice.value} className={`qa-choice qa-choice--${choice.tone}`}>
            <input
              type="radio"
              id={i ? `${id}-${i}` : id}
              name={id}
              value={choice.value}
              checked={value === choice.value}
              aria-describedby={error && !i ? `${id}-error` : undefined}
              onChange={() => onChange(choice.value)}
              onKeyDown={onKeyDown}
            />
            <span>{choice.text}</span>
          </label>
        ))}
      </div>
    </>
  );
}

/** Gives the focus to the question after or before this one. @param {HTMLInputElement} radio @param {1|-1} step */
function moveFrom(radio, step) {
  const bars = [...(radio.form?.querySelectorAll('[data-choices]') ?? [])];
  const here = bars.findIndex((bar) => bar.contains(radio));
  const next = bars[here + step];
  const input = next?.querySelector('input:checked') ?? next?.querySelector('input');
  if (input instanceof HTMLInputElement) input.focus();
}

/** What the keys do. @param {{ levels: import('../tools/api.js').Level[], hasReason?: boolean, hasNotApplicable?: boolean }} props */
export function KeyHelp({ levels, hasReason = true, hasNotApplicable = true }) {
  const keys = [
    ...levels.map((level, i) => `${i + 1} ${level.label}`),
    ...(hasNotApplicable ? ['0 Not applicable'] : []),
    'j next question',
    'k question before',
    ...(hasReason ? ['e write the reason'] : []),
  ];
  return (
    <details className="govuk-details qa-no-print">
      <summary className="govuk-details__summary">
        <span className="govuk-details__summary-text">Keyboard shortcuts</span>
      </summary>
      <div className="govuk-details__text">While a choice has the focus: {keys.join(', ')}.</div>
    </details>
  );
}
