/** For an address that leads nowhere. */
import { Link } from 'react-router';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';

export function NotFound() {
  return (
    <>
      <PageHeading title="Page not found" />
      <p className="govuk-body">If you typed the address, check it. If you followed a link, it may be an old one.</p>
      <p className="govuk-body">
        <Link className="govuk-link" to="/">
          Go to the start page
        </Link>
      </p>
    </>
  );
}
