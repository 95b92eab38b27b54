/** What has moved by more than chance, or will miss its target if nothing is done: the first of each, and the way to all. */
import { Link } from 'react-router';
import { groupsOf, striking } from '../charts/signals.js';
import { SignalTable } from '../charts/SignalTable.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';

const SHOWN = 8;

/** @param {{ charts: import('@tanstack/react-query').UseQueryResult<import('../charts/api.js').Charts, Error>, unitId: string }} props */
export function SignalsPanel({ charts, unitId }) {
  const place = { unit_id: unitId, period_type: 'month' };
  return (
    <section aria-labelledby="signals">
      <h3 className="govuk-heading-s" id="signals">
        What is changing
      </h3>
      <Loaded query={charts} loading="Loading what is changing…">
        {({ items }) => {
          const found = striking(items.filter((item) => item.latest));
          return (
            <>
              {found.length > 0 && (
                <SignalTable
                  caption="Indicators that ask for attention, concerns first"
                  isCaptionHidden
                  rows={found.slice(0, SHOWN)}
                  place={place}
                />
              )}
              <p className="govuk-body">
                {tally(items)}{' '}
                <Link className="govuk-link" to={`/charts${unitId && `?unit_id=${unitId}`}`}>
                  See every indicator
                </Link>
              </p>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

/** "3 concerns, 12 improvements, 60 without change." @param {import('../charts/api.js').ChartSummary[]} items */
function tally(items) {
  const counts = groupsOf(items.filter((item) => item.latest)).map(({ count }) => count);
  return counts.length ? `${counts.join(', ')}.` : 'No figure is known yet.';
}
