/** On the list of indicators: a table for each thing that charts say, what asks for attention first. */
import { useQuery } from '@tanstack/react-query';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { chartsQuery } from './api.js';
import { groupsOf } from './signals.js';
import { SignalTable } from './SignalTable.jsx';

/** @param {{ filters: { unit_id: string, period_type: string, corner: string, show: string } }} props */
export function SignalGroups({ filters: { unit_id, period_type, corner, show } }) {
  const charts = useQuery({ ...chartsQuery({ unit_id, period_type }), placeholderData: (before) => before });
  return (
    <Loaded query={charts} loading="Loading indicators…">
      {(data) => {
        const groups = groupsOf(
          data.items.filter(
            (item) =>
              (!corner || item.corner === corner) && (!show || item.variation === show || item.assurance === show),
          ),
        );
        if (!groups.length) return <Empty title="No indicator is like that" />;
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
  );
}
