/** The workers whose supervision sheets one may open: by name, never by what was found. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { sheetsQuery } from './api.js';

export function SheetList() {
  return (
    <>
      <PageHeading title="Supervision sheets" />
      <p className="govuk-body">
        What final audits found in one worker’s cases, strengths first, to talk about in supervision. Never to compare
        workers.
      </p>
      {may(useSession(), 'audits:read') ? <Sheets /> : <Forbidden />}
    </>
  );
}

function Sheets() {
  const [params] = useSearchParams();
  const sheets = useQuery(sheetsQuery({ cursor: params.get('cursor') ?? '' }));
  return (
    <Loaded query={sheets} loading="Loading workers…">
      {(page) =>
        page.items.length ? (
          <>
            <Table
              caption="Workers, by name"
              isCaptionHidden
              rows={page.items}
              rowKey={(worker) => worker.worker_id}
              columns={[
                {
                  key: 'name',
                  title: 'Worker',
                  isHeader: true,
                  cell: (worker) => (
                    <Link className="govuk-link" to={`/sheets/${encodeURIComponent(worker.worker_id)}`}>
                      {worker.worker_name}
                    </Link>
                  ),
                },
                { key: 'unit', title: 'Team', cell: (worker) => worker.unit_name ?? 'No team' },
              ]}
            />
            <Pager next={page.next_cursor} what="workers" />
          </>
        ) : (
          <Empty title="No sheet here for you">
            A sheet is for the worker, and for those who answer for the worker’s team, once an audit is final.
          </Empty>
        )
      }
    </Loaded>
  );
}
