/** How often child, family and practitioner were heard in the audits of a period: by team and by kind. */
import { useQuery } from '@tanstack/react-query';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { dayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { counted, numberOf, shareOf } from '../kernel/numbers.js';
import { useSession } from '../kernel/session.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { kinds, kindWords } from '../tools/words.js';
import { summaryQuery } from './api.js';
import './voices.scss';

/** @typedef {import('./api.js').Counted} Counted */

const none = { from_on: '', to_on: '', unit_id: '', kind: '' };

export function VoicesSummary() {
  const isAllowed = may(useSession(), 'audits:read');
  return (
    <>
      <PageHeading title="Voices in audits" />
      {isAllowed ? <Summary /> : <Forbidden />}
    </>
  );
}

function Summary() {
  const { filters, field, isFiltered, onClear } = useFilters(none);
  const summary = useQuery(summaryQuery(filters));
  return (
    <>
      <FilterBar label="Narrow the audits" onClear={onClear}>
        <TextField label="Submitted from" type="date" {...field('from_on')} />
        <TextField label="To" type="date" {...field('to_on')} />
        <UnitFilter any="All that you may see" {...field('unit_id')} />
        <Select label="Kind" any="Any kind" options={kinds} {...field('kind')} />
      </FilterBar>
      <Loaded query={summary} loading="Counting the voices…">
        {(data) =>
          data.whole.audits ? (
            <div className="qa-shares">
              <p className="govuk-body qa-lede">
                Of {counted(data.whole.audits, 'audit')} submitted from {dayOf(data.from_on)} to {dayOf(data.to_on)}:
                whose voice was given. An audit in which somebody declined, could not be reached or was not asked counts
                as not given. No per cent is shown for fewer than five audits.
              </p>
              <Counts caption="All audits" first="Audits" rows={[data.whole]} nameOf={() => 'All'} />
              <Counts caption="By team" first="Team" rows={data.units} nameOf={(row) => row.unit_name ?? 'No team'} />
              <Counts caption="By kind" first="Kind" rows={data.kinds} nameOf={(row) => kindWords(row.kind ?? '')} />
            </div>
          ) : (
            <Empty title={isFiltered ? 'No audit matches' : 'No audit was submitted in the last year'}>
              Voices are counted when an audit is submitted.
            </Empty>
          )
        }
      </Loaded>
    </>
  );
}

/** @param {{ caption: string, first: string, rows: Counted[], nameOf: (row: Counted) => string }} props */
function Counts({ caption, first, rows, nameOf }) {
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={nameOf}
      columns={[
        { key: 'name', title: first, isHeader: true, cell: nameOf },
        { key: 'n', title: 'Number', isNumeric: true, cell: (row) => numberOf(row.audits) },
        { key: 'child', title: 'Child', cell: (row) => <Share counts={row.child} of={row.audits} /> },
        { key: 'family', title: 'Parents and carers', cell: (row) => <Share counts={row.family} of={row.audits} /> },
        {
          key: 'practitioner',
          title: 'Practitioner',
          cell: (row) => <Share counts={row.practitioner} of={row.audits} />,
        },
      ]}
    />
  );
}

/** A bar where there is enough to tell a share of, and always how many of how many.
 * @param {{ counts: Counted['child'], of: number }} props */
function Share({ counts, of }) {
  return (
    <div className="qa-share">
      {counts.share !== null && (
        <svg className="qa-share__bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect className="qa-share__all" width="100" height="10" />
          <rect className="qa-share__given" width={100 * counts.share} height="10" />
        </svg>
      )}
      <span>
        {counts.share !== null && <b>{shareOf(counts.share)} </b>}
        {numberOf(counts.given)} of {numberOf(of)}
      </span>
    </div>
  );
}
