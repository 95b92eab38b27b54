/** On the page of an audit: its concerns, and raising one while the audit is not closed. */
import { useQuery } from '@tanstack/react-query';
import { Details } from '../kernel/ui/Details.jsx';
import { concernsQuery } from './api.js';
import { ConcernCard } from './ConcernCard.jsx';
import { RaiseForm } from './RaiseForm.jsx';

/** @param {{ audit: import('../audits/api.js').Audit }} props */
export function AuditConcerns({ audit }) {
  const concerns = useQuery(concernsQuery({ audit_id: audit.id }));
  const found = concerns.data?.items ?? [];
  const isClosed = audit.state === 'final' || audit.state === 'withdrawn';
  if (!found.length && isClosed) return null;
  return (
    <section aria-labelledby="concerns">
      <h2 className="govuk-heading-m" id="concerns">
        Safety concerns
      </h2>
      {found.map((concern) => (
        <ConcernCard key={concern.id} concern={concern} />
      ))}
      {!isClosed && (
        <div className="qa-no-print">
          <Details summary="Raise a safety concern">
            <RaiseForm auditId={audit.id} />
          </Details>
        </div>
      )}
    </section>
  );
}
