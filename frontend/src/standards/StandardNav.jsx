/** The ten standards beside the page: one at a time, or all of them. */
import { Link, useSearchParams } from 'react-router';

/** @param {string} text @param {number} length */
const cut = (text, length) => (text.length > length ? `${text.slice(0, text.lastIndexOf(' ', length))}…` : text);

/** @param {{ standards: import('./api.js').Standard[], current: string }} props `current`: a number, or "all" */
export function StandardNav({ standards, current }) {
  const [params] = useSearchParams();
  /** @param {string} standard */
  const address = (standard) => {
    const to = new URLSearchParams(params);
    to.set('standard', standard);
    return `?${to}`;
  };
  const isHere = (/** @type {string} */ standard) => (standard === current ? 'page' : undefined);
  return (
    <nav className="qa-side" aria-label="Practice standards">
      <ul>
        <li>
          <Link className="govuk-link" to={address('all')} aria-current={isHere('all')}>
            All standards
          </Link>
        </li>
        {standards.map((standard) => (
          <li key={standard.id}>
            <Link
              className="govuk-link"
              to={address(String(standard.number))}
              aria-current={isHere(String(standard.number))}
            >
              {standard.number}. {cut(standard.text, 52)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
