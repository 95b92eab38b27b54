/** What an auditor is reminded of on the home page; it says nothing where nothing is due. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { dueIn, shortDayOf } from '../kernel/dates.js';
import { Notice } from '../kernel/ui/Notice.jsx';
import { remindersQuery } from './api.js';

export function Reminders() {
  const reminders = useQuery(remindersQuery());
  if (!reminders.data?.length) return null;
  const isLate = reminders.data.some(({ kind }) => kind === 'overdue');
  return (
    <section aria-labelledby="reminders">
      <h2 className="govuk-heading-m" id="reminders">
        Reminders
      </h2>
      <Notice look={isLate ? 'warning' : 'info'}>
        <ul className="govuk-list">
          {reminders.data.map((one) => (
            <li key={one.audit_id}>
              <Link className="govuk-link qa-ref" to={`/audits/${one.audit_id}`}>
                {one.audit_reference}
              </Link>
              {one.round_title && ` of ${one.round_title}`}: {dueIn(one.due_on).toLowerCase()}, reminded on{' '}
              {shortDayOf(one.noted_on)}
            </li>
          ))}
        </ul>
      </Notice>
    </section>
  );
}
