/** For those who keep the system running and see no practice: where their work is. */
import { Link } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';

const places = [
  { to: '/people', text: 'People and their roles', permission: 'people:read' },
  { to: '/clients', text: 'Machine clients', permission: 'clients:manage' },
  { to: '/sources', text: 'Data: what comes in, and whether it is complete', permission: 'sources:read' },
  { to: '/journal', text: 'Journal: who saw and changed what', permission: 'journal:read' },
];

export function AdministratorLinks() {
  const session = useSession();
  return (
    <>
      <p className="govuk-body">Your role opens no figures about practice. It opens:</p>
      <ul className="govuk-list govuk-list--bullet">
        {places
          .filter(({ permission }) => may(session, permission))
          .map(({ to, text }) => (
            <li key={to}>
              <Link className="govuk-link" to={to}>
                {text}
              </Link>
            </li>
          ))}
      </ul>
    </>
  );
}
