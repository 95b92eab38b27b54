/** What became, or would become, of the rows: a line for each kind of record. */
import { useQuery } from '@tanstack/react-query';
import { numberOf } from '../kernel/numbers.js';
import { Table } from '../kernel/ui/Table.jsx';
import { tablesQuery } from './api.js';
import { outcomes, titleOf } from './words.js';

/** @param {{ one: import('./api.js').Import }} props */
export function Outcome({ one }) {
  const tables = useQuery(tablesQuery());
  const isDone = one.state === 'completed' && !one.is_dry_run;
  const shown = outcomes.filter(({ key, isAlways }) => isAlways || one.entities.some((counts) => counts[key] > 0));
  return (
    <>
      <h2 className="govuk-heading-m">{isDone ? 'What became of the rows' : 'What would become of the rows'}</h2>
      <Table
        caption="Rows by kind of record"
        isCaptionHidden
        rows={one.entities}
        rowKey={(counts) => counts.entity}
        columns={[
          { key: 'entity', title: 'Records', isHeader: true, cell: (counts) => titleOf(tables.data, counts.entity) },
          ...shown.map(({ key, title }) => ({
            key,
            title,
            isNumeric: true,
            cell: (/** @type {import('./api.js').ImportCounts} */ counts) => numberOf(counts[key]),
          })),
        ]}
      />
    </>
  );
}
