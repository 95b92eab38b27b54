/** On an indicator's page: its teams (for members, services) in one period, and who differs by more than chance. */
import { useQuery } from '@tanstack/react-query';
import { FunnelPlot } from '../kernel/charts/FunnelPlot.jsx';
import { periodOf } from '../kernel/dates.js';
import { useFilters } from '../kernel/ui/FilterBar.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { funnelQuery } from './api.js';

/** @param {{ code: string, filters: { period_type: string } }} props */
export function FunnelPanel({ code, filters: { period_type } }) {
  const { filters, field } = useFilters({ compared: '' });
  const funnel = useQuery({
    ...funnelQuery(code, { period_type, period_start: filters.compared }),
    placeholderData: (before) => before,
  });
  return (
    <>
      <h2 className="govuk-heading-m">Compared at one time</h2>
      <Loaded query={funnel} loading="Loading the comparison…">
        {(data) => (
          <>
            {data.periods.length > 1 && (
              <div className="qa-no-print">
                <Select
                  label="Period"
                  any="The latest complete one"
                  options={data.periods.map((start) => ({ value: start, text: periodOf(start, period_type) }))}
                  {...field('compared')}
                />
              </div>
            )}
            {data.units.some(({ value }) => value !== null) ? (
              <FunnelPlot {...data} title={`${data.title}, by ${data.units_kind}, ${data.label}`} />
            ) : (
              <p className="govuk-body">{data.sentence}</p>
            )}
            {data.cautions.length > 0 && (
              <ul className="govuk-list govuk-list--bullet" aria-label="What to beware of in the comparison">
                {data.cautions.map((caution) => (
                  <li key={caution}>{caution}</li>
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}
