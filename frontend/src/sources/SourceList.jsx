/** Where case data comes from: how each source system stands, what is late, and what waits for a decision. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { counted, numberOf } from '../kernel/numbers.js';
import { useSession } from '../kernel/session.jsx';
import { ButtonLink } from '../kernel/ui/Button.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { sourcesQuery } from './api.js';
import { FirstSteps } from './FirstSteps.jsx';
import { ImportUnderWay } from './ImportUnderWay.jsx';
import { channelWords, listWords } from './words.js';
import './sources.scss';

export function SourceList() {
  const session = useSession();
  const isAllowed = may(session, 'sources:read');
  const isManager = may(session, 'imports:manage');
  const sources = useQuery({ ...sourcesQuery(), enabled: isAllowed });
  return (
    <>
      <PageHeading title="Data">{isManager && <ButtonLink to="/imports/new">Bring in files</ButtonLink>}</PageHeading>
      {!isAllowed ? (
        <Forbidden />
      ) : (
        <Loaded query={sources} loading="Loading the sources…">
          {(items) =>
            items.length ? (
              <>
                <p className="govuk-body qa-lede">
                  The systems that records of children and of the work with them come from, and whether what they send
                  is complete and right.{' '}
                  {isManager && (
                    <Link className="govuk-link" to="/imports">
                      All imports of files
                    </Link>
                  )}
                </p>
                {items.map((source) => (
                  <Source key={source.source_system} source={source} />
                ))}
              </>
            ) : (
              <FirstSteps />
            )
          }
        </Loaded>
      )}
    </>
  );
}

/** @param {{ source: import('./api.js').SourceListed }} props */
function Source({ source }) {
  const late = source.late.map(({ title }) => title);
  return (
    <section className="qa-source" aria-labelledby={`source-${source.source_system}`}>
      <h2 className="govuk-heading-m" id={`source-${source.source_system}`}>
        <Link className="govuk-link" to={`/sources/${source.source_system}`}>
          {source.label}
        </Link>
      </h2>
      <p className="govuk-body qa-lede">{source.sentence}</p>
      {source.import_under_way && <ImportUnderWay under={source.import_under_way} />}
      <Facts
        facts={[
          { name: 'Last received', value: <LastReceived arrival={source.last_arrival} /> },
          { name: 'Late or stopped', value: late.length ? listWords(late) : 'Nothing' },
          ...(source.counted_at
            ? [
                {
                  name: 'Stored',
                  value: `${counted(source.rows, 'row')} of ${counted(source.entities_kept, 'kind')} of record`,
                },
                { name: 'To mend', value: numberOf(source.to_mend) },
              ]
            : [{ name: 'Stored', value: 'Not counted yet' }]),
          { name: 'Rejected in 7 days', value: numberOf(source.rejected_lately) },
        ]}
      />
    </section>
  );
}

/** @param {{ arrival: import('./api.js').SourceListed['last_arrival'] }} props */
function LastReceived({ arrival }) {
  if (!arrival) return 'Nothing yet';
  const { received, created, updated, rejected } = arrival.counts;
  return (
    <>
      {momentOf(arrival.at)} ({channelWords(arrival.channel).toLowerCase()}): {listWords(arrival.entities)}.{' '}
      <span className="qa-n">
        {numberOf(received)} received, {numberOf(created)} new, {numberOf(updated)} changed, {numberOf(rejected)}{' '}
        rejected
      </span>
    </>
  );
}
