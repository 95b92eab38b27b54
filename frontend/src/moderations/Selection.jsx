/** On an audit's record: whether the rules chose it for moderation, and why. */
import { useQuery } from '@tanstack/react-query';
import { dayOf } from '../kernel/dates.js';
import { selectionQuery } from './api.js';

/** @param {{ audit: import('../audits/api.js').Audit }} props */
export function Selection({ audit }) {
  const isDecided = audit.submitted_at !== null && audit.state !== 'withdrawn';
  const selection = useQuery({ ...selectionQuery(audit.id), enabled: isDecided });
  const found = selection.data;
  if (!found || found.is_chosen === null) return null;
  const waits = audit.state === 'submitted' && found.due_on;
  return (
    <section aria-labelledby="selection">
      <h2 className="govuk-heading-s" id="selection">
        {found.is_chosen ? 'Chosen for moderation' : 'Not chosen for moderation'}
      </h2>
      <p className="govuk-body qa-lede">
        {found.words.join(' ')} {waits && `It waits for a moderator, and is due on ${dayOf(waits)}.`}
      </p>
    </section>
  );
}
