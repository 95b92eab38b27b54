/** Audits below good that wait for the person who looks to acknowledge them. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { dueIn } from '../kernel/dates.js';
import { Table } from '../kernel/ui/Table.jsx';
import { escalationsQuery } from './api.js';

/** Nothing is shown where nothing waits: the page is about what does. */
export function EscalationsHome() {
  const { data: items } = useQuery(escalationsQuery({ mine: true, is_open: true }));
  if (!items?.length) return null;
  return (
    <section aria-labelledby="to-acknowledge" className="qa-escalations">
      <h2 className="govuk-heading-m" id="to-acknowledge">
        Audits to acknowledge
      </h2>
      <Table
        caption={items.length === 1 ? '1 audit below good' : `${items.length} audits below good`}
        rows={items}
        rowKey={(one) => one.id}
        columns={[
          {
            key: 'audit',
            title: 'Audit',
            isHeader: true,
            cell: (one) => (
              <Link className="govuk-link" to={`/audits/${one.audit_id}#escalation`}>
                {one.audit_reference}
              </Link>
            ),
          },
          { key: 'grade', title: 'Grade', cell: (one) => one.grade_label },
          { key: 'team', title: 'Team', cell: (one) => one.unit_name ?? 'No team' },
          {
            key: 'due',
            title: 'Acknowledge',
            cell: (one) => <span className={one.is_overdue ? 'qa-late' : undefined}>{dueIn(one.due_on)}</span>,
          },
        ]}
      />
    </section>
  );
}
