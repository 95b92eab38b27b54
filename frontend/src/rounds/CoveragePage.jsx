/** What was audited how often, and what never: teams, workers, standards, kinds of case and ages. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { shortDayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { counted, numberOf } from '../kernel/numbers.js';
import { useSession } from '../kernel/session.jsx';
import { HeatTable } from '../kernel/charts/HeatTable.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { coverageQuery } from './api.js';
import { ShareBar } from './ShareBar.jsx';
import { ageBands, caseTypes, textOf } from './words.js';
import './rounds.scss';

/** @typedef {import('./api.js').Coverage} Coverage */
/** @typedef {import('./api.js').Covered} Covered */

const none = { months: '' };
const monthsOptions = ['3', '6', '12', '24', '36'].map((n) => ({ value: n, text: `${n} months` }));

export function CoveragePage() {
  const isAllowed = may(useSession(), 'rounds:read');
  return (
    <>
      <PageHeading title="Coverage" />
      {isAllowed ? <Covers /> : <Forbidden />}
    </>
  );
}

function Covers() {
  const { filters, field } = useFilters(none);
  const coverage = useQuery(coverageQuery(filters.months));
  return (
    <>
      <FilterBar label="How far back">
        <Select label="Look back over" any="As the council has settled" options={monthsOptions} {...field('months')} />
      </FilterBar>
      <Loaded query={coverage} loading="Counting the audits…">
        {(found) =>
          found.children || found.audits ? (
            <Figures coverage={found} months={filters.months} />
          ) : (
            <Empty title="Nothing is covered here">{found.sentence}</Empty>
          )
        }
      </Loaded>
    </>
  );
}

/** Few audits are no warning, so only the two blues are used. @param {number} n @param {number} most
 * @returns {0|3|4} */
const bandOf = (n, most) => (!n ? 0 : n * 2 < most ? 3 : 4);

/** @param {{ coverage: Coverage, months: string }} props */
function Figures({ coverage, months }) {
  const most = Math.max(1, ...coverage.by_month.flatMap((row) => row.audits));
  const link = (/** @type {Record<string, string>} */ more) =>
    `/coverage/children?${new URLSearchParams({ ...(months && { months }), ...more })}`;
  const silent = coverage.teams.filter((team) => team.children > 0 && !team.audits);
  const unasked = coverage.standards.filter((one) => !one.audits);
  return (
    <>
      <p className="govuk-body-l">{coverage.sentence}</p>
      <ul className="govuk-list govuk-list--bullet">
        <li>
          <Link className="govuk-link" to={link({ ever: 'true' })}>
            {counted(coverage.never, 'child was', 'children were')} never audited at all
          </Link>
        </li>
        <li>
          {silent.length
            ? `No audit of ${silent.map((team) => team.name ?? 'children without a team').join(', ')}`
            : 'Every team with open work was audited'}
        </li>
        <li>
          {counted(coverage.workers.filter((one) => !one.audited).length, 'worker')} of {coverage.workers.length} with
          open work had none of it audited
        </li>
        <li>
          {unasked.length
            ? `No audit asked about ${unasked.map((one) => `standard ${one.number}`).join(', ')}`
            : 'Every standard was asked about'}
        </li>
      </ul>
      {coverage.by_month.length > 0 && (
        <HeatTable
          title="Audits handed in, by team and month"
          what="Team"
          columns={coverage.calendar.map((day) => shortDayOf(day).replace(/^\d+ /, ''))}
          rows={coverage.by_month.map((row) => ({
            label: row.name ?? 'No team',
            cells: row.audits.map((n) => ({ text: String(n), band: bandOf(n, most) })),
          }))}
        />
      )}
      <CoverTable
        caption="By team"
        first="Team"
        rows={coverage.teams}
        name={(one) => one.name ?? 'No team'}
        to={(one) => (one.key ? link({ unit_id: one.key }) : '')}
      />
      <CoverTable
        caption="By kind of case"
        first="Kind"
        rows={coverage.case_types}
        name={(one) => textOf(caseTypes, one.key)}
        to={(one) => link({ case_type: one.key ?? '' })}
      />
      <CoverTable
        caption="By age"
        first="Age"
        rows={coverage.age_bands}
        name={(one) => textOf(ageBands, one.key)}
        to={(one) => link({ age_band: one.key ?? '' })}
      />
      <Standards coverage={coverage} />
      <CoverTable
        caption="By worker with open work, those audited least first"
        first="Worker"
        rows={coverage.workers}
        name={(one) => `${one.key}${one.name ? `, ${one.name}` : ''}`}
        to={(one) => link({ worker_code: one.key ?? '' })}
      />
      <p className="govuk-body-s">
        What is counted are audits handed in, by the data alone. How much of a worker’s cases was audited says nothing
        of their practice.
      </p>
    </>
  );
}

/** @param {{ caption: string, first: string, rows: Covered[], name: (one: Covered) => string, to: (one: Covered) => string }} props
 *  `first`: head of the first column */
function CoverTable({ caption, first, rows, name, to }) {
  if (!rows.length) return null;
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={(one) => one.key ?? ''}
      columns={[
        { key: 'name', title: first, isHeader: true, cell: name },
        { key: 'children', title: 'Children', isNumeric: true, cell: (one) => numberOf(one.children) },
        { key: 'audited', title: 'Audited', cell: (one) => <ShareBar part={one.audited} whole={one.children} /> },
        { key: 'audits', title: 'Audits', isNumeric: true, cell: (one) => numberOf(one.audits) },
        {
          key: 'never',
          title: 'Not audited',
          isNumeric: true,
          cell: (one) =>
            to(one) && one.children > one.audited ? (
              <Link className="govuk-link" to={to(one)}>
                {numberOf(one.children - one.audited)}
                <span className="govuk-visually-hidden"> not audited: {name(one)}</span>
              </Link>
            ) : (
              numberOf(one.children - one.audited)
            ),
        },
        {
          key: 'last',
          title: 'Last audit',
          cell: (one) => <span className="qa-nowrap">{shortDayOf(one.last_on, 'Never')}</span>,
        },
      ]}
    />
  );
}

/** @param {{ coverage: Coverage }} props */
function Standards({ coverage }) {
  const sets = [...new Set(coverage.standards.map((one) => one.set_title))];
  return sets.map((set) => (
    <Table
      key={set}
      caption={`Standards: ${set}`}
      rows={coverage.standards.filter((one) => one.set_title === set)}
      rowKey={(one) => String(one.number)}
      columns={[
        { key: 'standard', title: 'Standard', isHeader: true, cell: (one) => `${one.number}. ${one.text}` },
        {
          key: 'asked',
          title: 'Audits that asked',
          cell: (one) => <ShareBar part={one.audits} whole={coverage.audits} />,
        },
        {
          key: 'last',
          title: 'Last asked',
          cell: (one) => <span className="qa-nowrap">{shortDayOf(one.last_on, 'Never')}</span>,
        },
      ]}
    />
  ));
}
