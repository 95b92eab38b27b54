/** The catalogue of indicators with the latest figure of each, for the whole council or one team. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { unitsQuery } from '../access/api.js';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { figure, outOf } from '../kernel/charts/figures.js';
import { Sparkline } from '../kernel/charts/Sparkline.jsx';
import { today } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { indicatorsQuery, recentValuesQuery } from './api.js';
import { runsByIndicator } from './latest.js';

const corners = [
  { value: 'voice', text: 'Voice' },
  { value: 'numbers', text: 'Numbers' },
  { value: 'practice', text: 'Practice' },
];

/** The first day of the quarter two years ago. */
function twoYearsAgo() {
  const [year, month] = today().split('-');
  const quarter = Math.floor((Number(month) - 1) / 3) * 3 + 1;
  return `${Number(year) - 2}-${String(quarter).padStart(2, '0')}-01`;
}

export function IndicatorList() {
  const session = useSession();
  return (
    <>
      <PageHeading title="Indicators" />
      <p className="govuk-body qa-lede">
        What the council counts, how it stands now and how it has moved over two years. A figure that rests on too few
        children is hidden.
      </p>
      {session.me?.is_public_reader && (
        <Details summary="What hidden means">
          <p className="govuk-body">
            A figure is hidden where it would tell of one to five people, or of the one to five who are left. Others are
            hidden with it, so that nobody can work it out. Hidden does not mean none: none is shown as 0. A month is
            shown ten days after it ends, and is corrected later only where six or more people are concerned.
          </p>
        </Details>
      )}
      {may(session, 'indicators:read') ? <Catalogue /> : <Forbidden />}
    </>
  );
}

function Catalogue() {
  const { filters, field, onClear } = useFilters({ corner: '', unit_id: '' });
  const units = useQuery(unitsQuery());
  const council = units.data?.find((unit) => unit.kind === 'council')?.id ?? '';
  const unitId = filters.unit_id || council;
  const indicators = useQuery(indicatorsQuery());
  const recent = useQuery({ ...recentValuesQuery(unitId, twoYearsAgo()), enabled: Boolean(unitId) });
  const runs = runsByIndicator(recent.data ?? []);
  const keep = filters.unit_id ? `?unit_id=${filters.unit_id}` : '';

  /** @param {import('./api.js').Indicator} indicator */
  function latestWords(indicator) {
    const latest = runs.get(indicator.code)?.latest;
    if (!latest) return recent.isFetching ? 'Loading…' : <span className="qa-unknown">Nothing known yet</span>;
    return (
      <>
        {figure(latest.value, { unit: indicator.unit, decimals: indicator.decimals, status: latest.value_status })}
        {indicator.unit === '%' && latest.denominator !== null && latest.value !== null && (
          <span className="qa-n"> {outOf(latest.numerator, latest.denominator)}</span>
        )}
      </>
    );
  }

  return (
    <>
      <FilterBar label="Narrow the indicators" onClear={onClear}>
        <Select label="Side of the triangle" any="All three" options={corners} {...field('corner')} />
        <UnitFilter {...field('unit_id')} />
      </FilterBar>
      <Loaded query={indicators} loading="Loading indicators…">
        {(items) => {
          const shown = items.toSorted((a, b) => a.title.localeCompare(b.title, 'en-GB', { numeric: true }));
          return (
            <div className="qa-aligned">
              {corners
                .filter(({ value }) => !filters.corner || filters.corner === value)
                .map(({ value, text }) => {
                  const rows = shown.filter((indicator) => indicator.corner === value);
                  return rows.length ? (
                    <Table
                      key={value}
                      caption={text}
                      rows={rows}
                      rowKey={(indicator) => indicator.code}
                      columns={[
                        {
                          key: 'title',
                          title: 'Indicator',
                          isHeader: true,
                          cell: (indicator) => (
                            <Link className="govuk-link" to={`/indicators/${indicator.code}${keep}`}>
                              {indicator.title}
                            </Link>
                          ),
                        },
                        { key: 'latest', title: 'Latest quarter', cell: latestWords },
                        {
                          key: 'run',
                          title: 'Two years',
                          cell: (indicator) => <Sparkline values={runs.get(indicator.code)?.values ?? []} />,
                        },
                      ]}
                    />
                  ) : (
                    <Empty key={value} title={`No indicator of ${text.toLowerCase()}`} />
                  );
                })}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}
