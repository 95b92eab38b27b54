/** What a council does first that has sent nothing yet: three ways in, the easiest first. */
import { Link } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';

export function FirstSteps() {
  const session = useSession();
  return (
    <>
      <Empty title="No record has come yet">
        There are three ways to bring case data in. Each can be taken alone, and a council may begin with the first and
        go on to the others: the records stay.
      </Empty>
      <ol className="govuk-list govuk-list--number qa-lede qa-steps">
        <li>
          <h2 className="govuk-heading-s">The returns that you make already</h2>
          <p className="govuk-body">
            Bring in the files of the SSDA903 return, the CIN census or Annex A as they are. It takes a few minutes and
            no work in the case system.{' '}
            {may(session, 'imports:manage') && (
              <Link className="govuk-link" to="/imports/new">
                Bring in files
              </Link>
            )}
          </p>
          <Guide name="statutory-returns.md" />
        </li>
        <li>
          <h2 className="govuk-heading-s">The sender that feeds the Department for Education</h2>
          <p className="govuk-body">
            If your case system sends its data to the Department already, point a second copy of that sender here: six
            values change. <NeedsClient />
          </p>
          <Guide name="dfe-repoint.md" />
        </li>
        <li>
          <h2 className="govuk-heading-s">The Standard Safeguarding Dataset every night</h2>
          <p className="govuk-body">
            A job in your reporting database sends the dataset’s tables each night. This gives the most: visits,
            reviews, supervision, and what changed since yesterday. <NeedsClient />
          </p>
          <Guide name="ssd-tables.md" />
        </li>
      </ol>
    </>
  );
}

/** @param {{ name: string }} props */
const Guide = ({ name }) => (
  <p className="govuk-body">
    Guide: <code>openapi/{name}</code>, which comes with this product.
  </p>
);

function NeedsClient() {
  const session = useSession();
  return may(session, 'clients:manage') ? (
    <>
      It signs in as a{' '}
      <Link className="govuk-link" to="/clients">
        machine client
      </Link>
      , which you add.
    </>
  ) : (
    'It signs in as a machine client, which an administrator adds.'
  );
}
