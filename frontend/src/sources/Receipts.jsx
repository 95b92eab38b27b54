/** Every receipt of a source, the latest first: what came, by which way, and what became of it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { outcomes } from '../imports/words.js';
import { shortMomentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { numberOf } from '../kernel/numbers.js';
import { useSession } from '../kernel/session.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { receiptsQuery } from './api.js';
import { channelWords } from './words.js';

/** @typedef {import('./api.js').Receipt} Receipt */

/** @param {{ source: import('./api.js').Source }} props */
export function Receipts({ source }) {
  const { filters, field, onClear } = useFilters({ entity: '' });
  const [params] = useSearchParams();
  const receipts = useQuery(receiptsQuery(source.source_system, { ...filters, cursor: params.get('cursor') ?? '' }));
  return (
    <section aria-labelledby="receipts">
      <h2 className="govuk-heading-m" id="receipts">
        Receipts
      </h2>
      <FilterBar label="Narrow the receipts" onClear={onClear}>
        <Select
          label="Records"
          any="All records"
          options={source.entities.map(({ entity, title }) => ({ value: entity, text: title }))}
          {...field('entity')}
        />
      </FilterBar>
      <Loaded query={receipts} loading="Loading the receipts…">
        {(page) =>
          page.items.length ? (
            <>
              <ReceiptTable receipts={page.items} />
              <Pager next={page.next_cursor} what="receipts" />
            </>
          ) : (
            <Empty title={filters.entity ? 'None of these records has come' : 'Nothing has come yet'} />
          )
        }
      </Loaded>
    </section>
  );
}

/** @param {{ receipts: Receipt[] }} props */
function ReceiptTable({ receipts }) {
  const isManager = may(useSession(), 'imports:manage');
  return (
    <Table
      caption="Receipts"
      isCaptionHidden
      rows={receipts}
      rowKey={(receipt) => String(receipt.number)}
      columns={[
        { key: 'at', title: 'Received', isHeader: true, cell: (receipt) => shortMomentOf(receipt.at) },
        { key: 'title', title: 'Records', cell: (receipt) => receipt.title },
        {
          key: 'how',
          title: 'How',
          cell: (receipt) =>
            receipt.import_id && isManager ? (
              <Link className="govuk-link" to={`/imports/${receipt.import_id}`}>
                {channelWords(receipt.channel)}
                <span className="govuk-visually-hidden"> of {shortMomentOf(receipt.at)}</span>
              </Link>
            ) : (
              channelWords(receipt.channel)
            ),
        },
        { key: 'by', title: 'Sent by', cell: (receipt) => receipt.sent_by ?? 'Not known' },
        ...countColumns(receipts),
      ]}
    />
  );
}

/** A column for each thing that became of rows: the rare ones only where there are any. @param {Receipt[]} receipts */
const countColumns = (receipts) =>
  outcomes.flatMap(({ key, title, isAlways }) => {
    const cell = (/** @type {Receipt} */ { counts }) => numberOf(counts[key]);
    return isAlways || receipts.some(({ counts }) => counts[key] > 0) ? [{ key, title, isNumeric: true, cell }] : [];
  });
