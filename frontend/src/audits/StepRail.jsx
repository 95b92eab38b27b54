/** The standards of the form beside the page, with what is answered, and the state of saving in words. */
import { Link } from 'react-router';
import './audits.scss';

/** @typedef {{ step: string, title: string, answered?: number, total?: number }} Step */

/** @param {string} text @param {number} length */
const cut = (text, length) => (text.length > length ? `${text.slice(0, text.lastIndexOf(' ', length))}…` : text);

/** @param {{ label: string, steps: Step[], current: string, saveState: string, isTrouble?: boolean, children?: import('react').ReactNode }} props
 *  `children`: what else stands in the rail */
export function StepRail({ label, steps, current, saveState, isTrouble = false, children }) {
  return (
    <div className="qa-rail">
      <p className={`qa-save${isTrouble ? ' qa-save--trouble' : ''}`} role="status">
        {saveState}
      </p>
      <nav aria-label={label}>
        <ol className="qa-steps">
          {steps.map(({ step, title, answered, total }) => (
            <li key={step}>
              <Link
                className={total !== undefined && answered === total ? 'qa-steps__done' : undefined}
                to={`?standard=${step}`}
                aria-current={step === current ? 'step' : undefined}
              >
                <span className="qa-steps__title">
                  {total === undefined ? title : `${step}. `}
                  {total !== undefined && <span className="qa-steps__words">{cut(title, 36)}</span>}
                </span>
                {total !== undefined && (
                  <span className="qa-steps__count">
                    <span aria-hidden="true">
                      {answered}/{total}
                    </span>
                    <span className="govuk-visually-hidden">
                      , {answered} of {total} answered
                    </span>
                  </span>
                )}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      {children}
    </div>
  );
}
