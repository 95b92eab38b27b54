/** Rows that were not taken in, and values that were left out: where they stand and why, to mend where they were written. */
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { numberOf } from '../kernel/numbers.js';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { rejectionsAddress, rejectionsQuery, tablesQuery } from './api.js';
import { titleOf } from './words.js';

/** @param {{ id: string, files: import('./api.js').ImportFile[] }} props */
export function Rejections({ id, files }) {
  const { filters, field, onClear } = useFilters({ entity: '' });
  const [params] = useSearchParams();
  const tables = useQuery(tablesQuery());
  const rejections = useQuery(rejectionsQuery(id, { ...filters, cursor: params.get('cursor') ?? '' }));
  const entities = [...new Set(files.flatMap((file) => Object.keys(file.entities)))];
  return (
    <section aria-labelledby="rejections">
      <h2 className="govuk-heading-m" id="rejections">
        Rows to mend
      </h2>
      {entities.length > 1 && (filters.entity || Boolean(rejections.data?.items.length)) && (
        <FilterBar label="Narrow the rows" onClear={onClear}>
          <Select
            label="Records"
            any="All records"
            options={entities.map((entity) => ({ value: entity, text: titleOf(tables.data, entity) }))}
            {...field('entity')}
          />
        </FilterBar>
      )}
      <Loaded query={rejections} loading="Loading the rows to mend…">
        {(page) =>
          page.items.length ? (
            <>
              <p className="govuk-body qa-no-print">
                <a className="govuk-link" href={rejectionsAddress(id, filters.entity)} download>
                  Download these rows (CSV)
                </a>
              </p>
              <Table
                caption="Rows to mend"
                isCaptionHidden
                rows={page.items}
                rowKey={(row) => String(row.id)}
                columns={[
                  { key: 'line', title: 'File and row', isHeader: true, cell: placeOf },
                  { key: 'entity', title: 'Records', cell: (row) => titleOf(tables.data, row.entity) },
                  { key: 'id', title: 'Id', cell: (row) => row.source_id ?? '–' },
                  { key: 'field', title: 'Column', cell: (row) => <code>{row.field}</code> },
                  {
                    key: 'what',
                    title: 'Outcome',
                    cell: (row) =>
                      row.is_rejected ? (
                        <Tag colour="red">Row rejected</Tag>
                      ) : (
                        <Tag colour="yellow">Value left out</Tag>
                      ),
                  },
                  { key: 'why', title: 'Why', cell: (row) => row.detail },
                ]}
              />
              <Pager next={page.next_cursor} what="rows to mend" />
            </>
          ) : (
            <Empty title={filters.entity ? 'None of these records' : 'No row has to be mended'} />
          )
        }
      </Loaded>
    </section>
  );
}

/** @param {import('./api.js').Rejection} row */
const placeOf = ({ file, line }) => `${file ?? 'A file'}, row ${numberOf(line)}`;
