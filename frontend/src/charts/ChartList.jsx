/** Every indicator of a unit, by what its chart says: is it changing, and will it meet its target? */
import { useQuery } from '@tanstack/react-query';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { chartsQuery } from './api.js';
import { groupsOf } from './signals.js';
import { SignalTable } from './SignalTable.jsx';

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
  const { filters, field, onClear } = useFilters(blank);
  const { unit_id, period_type, show } = filters;
  const charts = useQuery({ ...chartsQuery({ unit_id, period_type }), placeholderData: (before) => before });
  return (
    <>
      <FilterBar label="Narrow the indicators" onClear={onClear}>
        <UnitFilter {...field('unit_id')} />
        <Select
          label="By"
          options={[
            { value: 'month', text: 'Months' },
            { value: 'quarter', text: 'Quarters' },
          ]}
          {...field('period_type')}
        />
        <Select label="Show" any="All" options={shows} {...field('show')} />
      </FilterBar>
      <Loaded query={charts} loading="Loading indicators…">
        {(data) => {
          const shown = data.items.filter(
            (item) => item.latest && (!show || item.variation === show || item.assurance === show),
          );
          if (!shown.length) return <Empty title="No indicator is like that" />;
          const groups = groupsOf(shown);
          return (
            <>
              <ul className="govuk-list qa-tally">
                {groups.map(({ key, count }) => (
                  <li key={key}>
                    <a className="govuk-link" href={`#${key}`}>
                      {count}
                    </a>
                  </li>
                ))}
              </ul>
              {groups.map(({ key, title, rows }) => (
                <section key={key} aria-labelledby={key}>
                  <h2 className="govuk-heading-m" id={key} tabIndex={-1}>
                    {title}
                  </h2>
                  <SignalTable caption={title} isCaptionHidden rows={rows} place={{ unit_id, period_type }} />
                </section>
              ))}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
