/** Every indicator of a unit in a row: is it changing, and will it meet its target? */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { UnitSelect } from '../access/UnitSelect.jsx';
import { figure, outOf } from '../kernel/charts/figures.js';
import { Assurance, Variation } from '../kernel/charts/marks.jsx';
import { Sparkline } from '../kernel/charts/Sparkline.jsx';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { chartsQuery } from './api.js';

const blank = { unit_id: '', period_type: 'month', show: '' };
const shows = [
  { value: 'concern', text: 'Concerns' },
  { value: 'improvement', text: 'Improvements' },
  { value: 'consistent_fail', text: 'Those that will miss their target' },
];

export function ChartList() {
  const session = useSession();
  return (
    <>
      <PageHeading title="Signal and noise" />
      <p className="govuk-body qa-lede">
        Is it changing, or is it chance? Will it meet its target, if nothing is done? One figure that is high or low
        answers neither.
      </p>
      {may(session, 'indicators:read') ? <Rows /> : <Forbidden />}
    </>
  );
}

function Rows() {
  const [filters, setFilters] = useFilters(blank);
  const { unit_id, period_type, show } = filters;
  const charts = useQuery({ ...chartsQuery({ unit_id, period_type }), placeholderData: (before) => before });
  const keep = new URLSearchParams({ period_type, ...(unit_id && { unit_id }) });
  return (
    <>
      <FilterBar label="Narrow the indicators" onClear={unit_id || show ? () => setFilters(blank) : undefined}>
        <UnitSelect
          label="Team or service"
          pointer="?unit_id"
          any="The council"
          value={unit_id}
          onChange={(unit) => setFilters({ unit_id: unit })}
        />
        <Select
          label="By"
          pointer="?period_type"
          options={[
            { value: 'month', text: 'Months' },
            { value: 'quarter', text: 'Quarters' },
          ]}
          value={period_type}
          onChange={(period) => setFilters({ period_type: period })}
        />
        <Select
          label="Show"
          pointer="?show"
          any="All"
          options={shows}
          value={show}
          onChange={(one) => setFilters({ show: one })}
        />
      </FilterBar>
      <Loaded query={charts} loading="Loading indicators…">
        {(data) => {
          const shown = data.items.filter(
            (item) => item.latest && (!show || item.variation === show || item.assurance === show),
          );
          if (!shown.length) return <Empty title="No indicator is like that" />;
          return (
            <Table
              caption={`Indicators of ${data.unit_name}`}
              isCaptionHidden
              rows={shown}
              rowKey={(item) => item.code}
              columns={[
                {
                  key: 'title',
                  title: 'Indicator',
                  isHeader: true,
                  cell: (item) => (
                    <Link className="govuk-link" to={`/indicators/${item.code}?${keep}`}>
                      {item.title}
                    </Link>
                  ),
                },
                { key: 'latest', title: 'Latest', cell: (item) => <Latest item={item} /> },
                {
                  key: 'target',
                  title: 'Target',
                  cell: (item) => (item.target === null ? 'None' : figure(item.target, item)),
                },
                { key: 'run', title: 'Last 24', cell: (item) => <Sparkline values={item.values} /> },
                {
                  key: 'variation',
                  title: 'Is it changing?',
                  cell: (item) => <Variation variation={item.variation} words={item.variation_words} />,
                },
                {
                  key: 'assurance',
                  title: 'Will it meet the target?',
                  cell: (item) => <Assurance assurance={item.assurance} words={item.assurance_words} />,
                },
              ]}
            />
          );
        }}
      </Loaded>
    </>
  );
}

/** @param {{ item: import('./api.js').ChartSummary }} props */
function Latest({ item: { latest, unit, decimals } }) {
  if (!latest) return null;
  return (
    <>
      {figure(latest.value, { unit, decimals, status: latest.value_status })}
      {latest.denominator !== null && latest.value !== null && (
        <span className="qa-n"> {outOf(latest.numerator, latest.denominator)}</span>
      )}
      <br />
      <span className="qa-n">{latest.label}</span>
    </>
  );
}
