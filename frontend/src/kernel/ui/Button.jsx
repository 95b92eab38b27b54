/** A button, and a link that looks like one where it starts something. */
import { Link } from 'react-router';

const looks = { primary: '', secondary: ' govuk-button--secondary', warning: ' govuk-button--warning' };

/** @param {import('react').ButtonHTMLAttributes<HTMLButtonElement> & { look?: keyof typeof looks, isBusy?: boolean }} props
 *  `isBusy`: a second press does nothing while the first is being answered */
export function Button({ look = 'primary', isBusy = false, type = 'button', onClick, children, ...rest }) {
  return (
    <button
      {...rest}
      type={type}
      className={`govuk-button${looks[look]}`}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
    >
      {children}
    </button>
  );
}

/** @param {{ to: string, look?: keyof typeof looks, children: import('react').ReactNode }} props */
export function ButtonLink({ to, look = 'primary', children }) {
  return (
    <Link to={to} className={`govuk-button${looks[look]}`}>
      {children}
    </Link>
  );
}

/** A button that reads as a link, for small things beside a text.
 * @param {import('react').ButtonHTMLAttributes<HTMLButtonElement>} props */
export function LinkButton({ children, ...rest }) {
  return (
    <button {...rest} type="button" className="qa-link-button">
      {children}
    </button>
  );
}
