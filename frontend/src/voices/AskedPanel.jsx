/** On the home page: the audits that ask for my own view of my work. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { dayOf } from '../kernel/dates.js';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { kindWords } from '../tools/words.js';
import { askingQuery } from './api.js';

/** @param {{ handed_in_at: string|null, is_begun: boolean }} view */
const standing = (view) =>
  view.handed_in_at ? `Handed in on ${dayOf(view.handed_in_at)}` : view.is_begun ? 'Begun' : 'Not begun';

export function AskedPanel() {
  const asking = useQuery(askingQuery());
  if (asking.isError) return <ProblemNotice error={asking.error} onRetry={() => void asking.refetch()} />;
  if (!asking.data?.length) return null;
  return (
    <section aria-labelledby="asking">
      <h2 className="govuk-heading-m" id="asking">
        Audits that ask for your view
      </h2>
      <p className="govuk-body qa-lede">
        Your work is being audited. Say what you are proud of and what you would do differently, and how you would grade
        it yourself.
      </p>
      <Table
        caption="Audits that ask for your view"
        isCaptionHidden
        rows={asking.data}
        rowKey={(view) => view.audit_id}
        columns={[
          {
            key: 'audit',
            title: 'Audit',
            isHeader: true,
            cell: (view) => (
              <Link className="govuk-link" to={`/views/${view.audit_id}`}>
                {view.reference}
              </Link>
            ),
          },
          { key: 'child', title: 'Child', cell: (view) => view.child_ref },
          { key: 'kind', title: 'Kind', cell: (view) => kindWords(view.kind) },
          { key: 'due', title: 'Audit due', cell: (view) => dayOf(view.due_on) },
          { key: 'standing', title: 'Your view', cell: standing },
        ]}
      />
    </section>
  );
}
