/** One question on a page of its own: faces with words for children, words for adults, and "I do not want to say". */
import { useEffect, useRef, useState } from 'react';

/** The mouths of the five faces, from "no" to "yes". @type {Record<number, string>} */
const mouths = {
  1: 'M13 33q9 -11 18 0',
  2: 'M14 31q8 -5 16 0',
  3: 'M14 30h16',
  4: 'M14 28q8 6 16 0',
  5: 'M12 26q10 13 20 0',
};

/** @param {{ value: number|null }} props */
const Face = ({ value }) => (
  <svg viewBox="0 0 44 44" aria-hidden="true">
    <circle className="face" cx="22" cy="22" r="20" />
    <circle cx="15" cy="17" r="2.5" />
    <circle cx="29" cy="17" r="2.5" />
    {value !== null && <path className="mouth" d={mouths[value]} />}
  </svg>
);

/**
 * @param {object} props
 * @param {import('./api.js').Form} props.form
 * @param {number} props.at
 * @param {number|null|undefined} props.answer undefined while nothing is chosen
 * @param {(answer: number|null) => void} props.onAnswer
 * @param {() => void} props.onNext
 * @param {() => void} props.onBack
 * @param {import('react').ReactNode} props.help
 */
export function Question({ form, at, answer, onAnswer, onNext, onBack, help }) {
  const [isMissing, setMissing] = useState(false);
  const heading = useRef(/** @type {HTMLHeadingElement|null} */ (null));
  useEffect(() => heading.current?.focus(), []);
  const total = form.questions.length;
  const text = form.questions[at]?.text ?? '';
  const isChild = form.audience === 'child';
  const choices = [...form.scale.toSorted((a, b) => b.value - a.value), { value: null, label: 'I do not want to say' }];
  return (
    <>
      <title>{`Question ${at + 1} of ${total}: ${form.title}`}</title>
      <main>
        <p className="progress">
          <label htmlFor="progress">
            Question {at + 1} of {total}
          </label>
          <progress id="progress" max={total} value={at + 1} />
        </p>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (answer === undefined) setMissing(true);
            else onNext();
          }}
        >
          <fieldset aria-describedby={isMissing && answer === undefined ? 'missing' : undefined}>
            <legend>
              <h1 tabIndex={-1} ref={heading}>
                {text}
              </h1>
            </legend>
            <p id="missing" role="alert" className="missing">
              {isMissing && answer === undefined && 'Choose one, or “I do not want to say”.'}
            </p>
            <div className="choices">
              {choices.map(({ value, label }) => (
                <label className="choice" key={label}>
                  <input type="radio" name="answer" checked={answer === value} onChange={() => onAnswer(value)} />
                  {isChild && <Face value={value} />}
                  {label}
                </label>
              ))}
            </div>
          </fieldset>
          <div className="buttons">
            <button type="submit">Next</button>
            <button type="button" className="plain" onClick={onBack}>
              Back
            </button>
          </div>
        </form>
      </main>
      {help}
    </>
  );
}
