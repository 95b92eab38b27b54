/** The council's own figures: what counts today, since when, by whom and why, beside the default. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { dayOf, shortDayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { choicesQuery, figureWords } from './api.js';

export function ChoiceList() {
  const isAllowed = may(useSession(), 'choices:read');
  const choices = useQuery({ ...choicesQuery(), enabled: isAllowed });
  return (
    <>
      <PageHeading title="Local choices" />
      {!isAllowed ? (
        <Forbidden />
      ) : (
        <Loaded query={choices} loading="Loading the choices…">
          {(items) => (
            <>
              <Notice>
                No source gives a sector standard for these figures. Each is your council’s own choice, dated and with
                its reason; where you have chosen nothing, an honest default counts.
              </Notice>
              <Table
                caption="Figures that your council settles for itself"
                isCaptionHidden
                rows={items}
                rowKey={(choice) => choice.name}
                columns={[
                  {
                    key: 'title',
                    title: 'Choice',
                    isHeader: true,
                    cell: (choice) => (
                      <Link className="govuk-link" to={`/choices/${choice.name}`}>
                        {choice.title}
                      </Link>
                    ),
                  },
                  { key: 'value', title: 'Now', cell: Now },
                  {
                    key: 'default',
                    title: 'Default',
                    cell: (choice) => figureWords(choice.default, choice.unit),
                  },
                  { key: 'since', title: 'Since', cell: (choice) => shortDayOf(choice.settled?.from_on) },
                  { key: 'by', title: 'Set by', cell: (choice) => choice.settled?.set_by_name ?? '–' },
                  {
                    key: 'why',
                    title: 'Why',
                    cell: (choice) => <span className="qa-words-kept">{choice.settled?.reason ?? 'The default'}</span>,
                  },
                ]}
              />
            </>
          )}
        </Loaded>
      )}
    </>
  );
}

/** @param {import('./api.js').Choice} choice */
function Now({ value, unit, coming }) {
  return (
    <>
      <b>{figureWords(value, unit)}</b>
      {coming && (
        <>
          {' '}
          <span>
            ({coming.value} from {dayOf(coming.from_on)})
          </span>
        </>
      )}
    </>
  );
}
