/** The triangle for the council or one team: the balance of evidence, and standard by standard what each side says. */
import { useQuery } from '@tanstack/react-query';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { chartsQuery } from '../charts/api.js';
import { TriangleBalance } from '../kernel/charts/TriangleBalance.jsx';
import { dayOf } from '../kernel/dates.js';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { triangleQuery } from './api.js';
import { SidesPanel } from './SidesPanel.jsx';
import { SignalsPanel } from './SignalsPanel.jsx';
import { StandardsTable } from './StandardsTable.jsx';

export function TrianglePanel() {
  const { filters, field, onClear } = useFilters({ unit_id: '' });
  const triangle = useQuery({ ...triangleQuery(filters.unit_id), placeholderData: (before) => before });
  const charts = useQuery({
    ...chartsQuery({ unit_id: filters.unit_id, period_type: 'month' }),
    placeholderData: (before) => before,
  });
  return (
    <section aria-labelledby="triangle">
      <h2 className="govuk-heading-m" id="triangle">
        Voice, numbers and practice
      </h2>
      <FilterBar label="Team" onClear={onClear}>
        <UnitFilter {...field('unit_id')} />
      </FilterBar>
      <Loaded query={triangle} loading="Loading the triangle…">
        {(data) => (
          <>
            <div className="qa-cards">
              {data.balance.length ? (
                <TriangleBalance
                  quarters={data.balance}
                  standards={data.standards.length}
                  sentence={data.balance_text}
                />
              ) : (
                <Empty title="No evidence yet">The triangle fills as surveys, indicators and audits come in.</Empty>
              )}
              <SidesPanel triangle={data} />
            </div>
            <SignalsPanel charts={charts} unitId={filters.unit_id} />
            <StandardsTable triangle={data} charts={charts.data?.items ?? []} unitId={filters.unit_id} />
            <p className="govuk-body">Figures as of {dayOf(data.as_of)}.</p>
          </>
        )}
      </Loaded>
    </section>
  );
}
