/** On the first page: concerns that are open, until somebody closes them with words what was done. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { concernsQuery } from './api.js';
import { ConcernCard } from './ConcernCard.jsx';

export function HomeConcerns() {
  const concerns = useQuery(concernsQuery({ open: true, sort: 'raised_at', limit: 10 }));
  const found = concerns.data?.items ?? [];
  if (!found.length) return null;
  return (
    <section aria-labelledby="open-concerns">
      <h2 className="govuk-heading-m" id="open-concerns">
        Open safety concerns
      </h2>
      <div className="qa-cards">
        {found.map((concern) => (
          <ConcernCard key={concern.id} concern={concern}>
            <p>
              Audit{' '}
              <Link className="govuk-link" to={`/audits/${concern.audit_id}`}>
                {concern.audit_reference}
              </Link>
              , {concern.unit_name ?? 'no team'}
            </p>
          </ConcernCard>
        ))}
      </div>
    </section>
  );
}
