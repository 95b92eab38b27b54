/** On an indicator's page: one figure by the age, sex, ethnicity and disability of the children behind it. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { GroupDots } from '../kernel/charts/GroupDots.jsx';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { useFilters } from '../kernel/ui/FilterBar.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { breakdownsQuery, evidenceAddress } from './evidence.js';

/** @param {{ code: string, filters: { unit_id: string, period_type: string } }} props */
export function BreakdownPanel({ code, filters: { unit_id, period_type } }) {
  const session = useSession();
  const { filters, field } = useFilters({ broken_down: '' });
  const place = { unit_id, period_type, period_start: filters.broken_down };
  const breakdowns = useQuery({
    ...breakdownsQuery(code, place),
    placeholderData: (before) => before,
  });
  return (
    <section>
      <h2 className="govuk-heading-m">By age, sex, ethnicity and disability</h2>
      <Loaded query={breakdowns} loading="Loading the groups…">
        {(data) => (
          <>
            {data.periods.length > 1 && (
              <div className="qa-no-print">
                <Select
                  label="Period of the groups"
                  any="The latest"
                  options={data.periods.map((one) => ({ value: one.period_start, text: one.label }))}
                  {...field('broken_down')}
                />
              </div>
            )}
            <p className="govuk-body">{data.sentence}</p>
            <div className="qa-groups">
              {data.dimensions.map((one) => (
                <GroupDots
                  key={one.dimension}
                  title={one.title}
                  sentence={one.sentence}
                  unit={data.unit}
                  decimals={data.decimals}
                  whole={data.figure?.value ?? null}
                  groups={one.groups}
                  more={may(session, 'cases:read') ? (group) => behind(code, data, one.dimension, group) : undefined}
                />
              ))}
            </div>
          </>
        )}
      </Loaded>
    </section>
  );
}

/**
 * The way to the children of a group; there is none to nobody.
 * @param {string} code
 * @param {import('./evidence.js').Breakdowns} data
 * @param {string} dimension
 * @param {import('../kernel/charts/GroupDots.jsx').Group} group
 */
function behind(code, data, dimension, group) {
  if (!(group.denominator ?? group.numerator)) return '–';
  const { unit_id, period_type, period_start } = data;
  const place = { unit_id, period_type, period_start: period_start ?? '', group: `${dimension}.${group.group}` };
  return (
    <Link className="govuk-link" to={evidenceAddress(code, place)}>
      Children<span className="govuk-visually-hidden"> of the group {group.label}</span>
    </Link>
  );
}
