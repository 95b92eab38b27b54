/** Audits whose two overall grades lie two places or more apart: cases to talk about. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { shortDayOf } from '../kernel/dates.js';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { gradeWords, kindWords } from '../tools/words.js';
import { gapsQuery } from './api.js';

/** @param {{ filters: Record<string, string> }} props */
export function GapsTable({ filters }) {
  const gaps = useQuery(gapsQuery(filters));
  return (
    <section aria-labelledby="gaps">
      <h2 className="govuk-heading-m" id="gaps">
        Cases to discuss
      </h2>
      <p className="govuk-body">Audits that you may see whose two overall grades lie two grades or more apart.</p>
      <Loaded query={gaps} loading="Looking for cases…">
        {(items) =>
          items.length ? (
            <Table
              caption="Audits with grades far apart"
              isCaptionHidden
              rows={items}
              rowKey={(gap) => gap.moderation_id}
              columns={[
                {
                  key: 'reference',
                  title: 'Audit',
                  isHeader: true,
                  cell: (gap) => (
                    <Link className="govuk-link" to={`/audits/${gap.audit_id}`}>
                      {gap.reference}
                    </Link>
                  ),
                },
                { key: 'kind', title: 'Kind', cell: (gap) => kindWords(gap.kind) },
                { key: 'unit', title: 'Team', cell: (gap) => gap.unit_name ?? 'No team' },
                { key: 'first', title: 'First grade', cell: (gap) => gradeWords(gap.first_grade) },
                { key: 'second', title: 'Second grade', cell: (gap) => gradeWords(gap.second_grade) },
                { key: 'day', title: 'Moderated', cell: (gap) => shortDayOf(gap.completed_on) },
              ]}
            />
          ) : (
            <p className="govuk-body">None in this period.</p>
          )
        }
      </Loaded>
    </section>
  );
}
