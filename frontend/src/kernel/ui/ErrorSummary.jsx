/** The list of what must be mended before a form can be sent; each line leads to its field. */
import { useEffect, useRef } from 'react';
import { fieldId } from '../problem.js';

/** @param {string} id */
function goTo(id) {
  const field = document.getElementById(id);
  if (!field) return false;
  field.scrollIntoView({ block: 'center' });
  field.focus({ preventScroll: true });
  return true;
}

/**
 * @param {object} props
 * @param {import('../problem.js').Problem|null} props.problem
 * @param {(pointer: string) => void} [props.onGo] brings a field into the page that is not drawn yet
 */
export function ErrorSummary({ problem, onGo }) {
  const ref = useRef(/** @type {HTMLDivElement|null} */ (null));
  useEffect(() => {
    if (problem) ref.current?.focus();
  }, [problem]);
  if (!problem) return null;
  return (
    <div className="govuk-error-summary" tabIndex={-1} ref={ref} role="alert">
      <h2 className="govuk-error-summary__title">There is a problem</h2>
      <div className="govuk-error-summary__body">
        {problem.errors.length ? (
          <ul className="govuk-list govuk-error-summary__list">
            {problem.errors.map((error) => (
              <li key={error.pointer + error.code}>
                <a
                  href={`#${fieldId(error.pointer)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    if (!goTo(fieldId(error.pointer))) onGo?.(error.pointer);
                  }}
                >
                  {error.detail}
                </a>
              </li>
            ))}
          </ul>
        ) : (
          <p>{problem.message}</p>
        )}
      </div>
    </div>
  );
}
