/** The way back to the page above. */
import { Link } from 'react-router';

/** @param {{ to: string, children: import('react').ReactNode }} props */
export function BackLink({ to, children }) {
  return (
    <Link to={to} className="govuk-back-link">
      {children}
    </Link>
  );
}
