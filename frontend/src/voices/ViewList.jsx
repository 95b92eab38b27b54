/** Every view of my own work that I gave or am asked for: my own words stay with me, whatever becomes of the audit. */
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { ownViewsQuery } from './api.js';
import { ViewTable } from './ViewTable.jsx';

export function ViewList() {
  const isAllowed = may(useSession(), 'voices:answer');
  return (
    <>
      <PageHeading title="Your own views" />
      {isAllowed ? <Views /> : <Forbidden />}
    </>
  );
}

function Views() {
  const [params] = useSearchParams();
  const views = useQuery(ownViewsQuery(params.get('cursor') ?? ''));
  return (
    <>
      <p className="govuk-body qa-lede">
        What you have said of your own work when it was audited. It stays in your sight, whatever becomes of the audit.
      </p>
      <Loaded query={views} loading="Loading your views…">
        {(page) =>
          page.items.length ? (
            <>
              <ViewTable caption="Your own views" views={page.items} isEndShown />
              <Pager next={page.next_cursor} what="views" />
            </>
          ) : (
            <Empty title="No audit has asked for your view so far" />
          )
        }
      </Loaded>
    </>
  );
}
