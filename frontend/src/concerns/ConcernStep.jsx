/** A step of the audit's form that is there at any moment: what cannot wait until the audit is handed in. */
import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { concernsQuery } from './api.js';
import { ConcernCard } from './ConcernCard.jsx';
import { RaiseForm } from './RaiseForm.jsx';

/** @param {{ audit: import('../audits/api.js').Audit }} props */
export function ConcernStep({ audit }) {
  const concerns = useQuery(concernsQuery({ audit_id: audit.id }));
  return (
    <>
      <PageHeading title="Raise a safety concern" caption={`${audit.reference}, child ${audit.child_ref}`} size="m" />
      <p className="govuk-body">
        If a child may not be safe now, ring the team manager first. Then write it down here: it reaches those who
        answer for the team today, whether or not the audit is finished.
      </p>
      <Loaded query={concerns} loading="Loading concerns…">
        {(page) => page.items.map((concern) => <ConcernCard key={concern.id} concern={concern} level="h2" />)}
      </Loaded>
      <RaiseForm auditId={audit.id} />
    </>
  );
}
