/** One source system: which records keep coming, what is wrong with them and where to mend it, and every receipt. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { numberOf } from '../kernel/numbers.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button, ButtonLink } from '../kernel/ui/Button.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { useAction } from '../kernel/useAction.js';
import { countQuality, sourceQuery } from './api.js';
import { ChecksByEntity } from './ChecksByEntity.jsx';
import { EntityTable } from './EntityTable.jsx';
import { ImportUnderWay } from './ImportUnderWay.jsx';
import { Receipts } from './Receipts.jsx';

export function SourcePage() {
  const { sourceSystem = '' } = useParams();
  const isAllowed = may(useSession(), 'sources:read');
  const source = useQuery({ ...sourceQuery(sourceSystem), enabled: isAllowed });
  return (
    <>
      <BackLink to="/sources">Data</BackLink>
      {isAllowed ? (
        <Loaded query={source} title="Source system" loading="Loading the source…">
          {(data) => <OneSource source={data} />}
        </Loaded>
      ) : (
        <>
          <PageHeading title="Source system" />
          <Forbidden />
        </>
      )}
    </>
  );
}

/** @param {{ source: import('./api.js').Source }} props */
function OneSource({ source }) {
  const isManager = may(useSession(), 'imports:manage');
  const count = useAction(() => countQuality(source.source_system), { refreshes: ['sources'] });
  return (
    <>
      <PageHeading
        title={source.label}
        caption={source.label === source.source_system ? 'Source system' : `Source system ${source.source_system}`}
      >
        {isManager && (
          <>
            <ButtonLink to={`/imports/new?source_system=${source.source_system}`}>Bring in files</ButtonLink>
            <Button look="secondary" isBusy={count.isBusy} onClick={() => count.run()}>
              Count again
            </Button>
          </>
        )}
      </PageHeading>
      {count.problem && <ProblemNotice error={count.problem} />}
      {count.isDone && (
        <Notice look="success" isSpoken>
          Counted again.
        </Notice>
      )}
      <p className="govuk-body qa-lede">{source.sentence}</p>
      {source.import_under_way && <ImportUnderWay under={source.import_under_way} />}
      <Facts
        facts={[
          { name: 'Last received', value: momentOf(source.last_arrival?.at, 'Nothing yet') },
          { name: 'Rows stored', value: source.counted_at ? numberOf(source.rows) : 'Not counted yet' },
          { name: 'Rejected in 7 days', value: numberOf(source.rejected_lately) },
          { name: 'Counted', value: countedWords(source) },
        ]}
      />
      <EntityTable source={source} />
      <ChecksByEntity source={source} />
      <Receipts source={source} />
    </>
  );
}

/** When rows and findings were counted, and whether the figures may be older than what is stored.
 * @param {import('./api.js').Source} source */
function countedWords({ counted_at: counted, last_arrival: last }) {
  const isOlder = counted && last && Date.parse(counted) < Date.parse(last.at);
  return `${momentOf(counted, 'Not yet')}${isOlder ? '. Records have come since.' : ''}`;
}
