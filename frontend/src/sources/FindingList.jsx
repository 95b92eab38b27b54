/** The rows behind one check, by their ids, to mend where they were written. Looking at them is kept in the journal. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { shortMomentOf } from '../kernel/dates.js';
import { CaseNumber } from '../cases/FindCase.jsx';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { findingsAddress, findingsQuery, sourceQuery } from './api.js';

/** @typedef {{ entity: string, check: string, field: string }} Which */

export function FindingList() {
  const { sourceSystem = '' } = useParams();
  const [params] = useSearchParams();
  const which = {
    entity: params.get('entity') ?? '',
    check: params.get('check') ?? '',
    field: params.get('field') ?? '',
  };
  const isAllowed = may(useSession(), 'findings:read');
  const source = useQuery({ ...sourceQuery(sourceSystem), enabled: isAllowed });
  return (
    <>
      <BackLink to={`/sources/${sourceSystem}`}>{source.data?.label ?? sourceSystem}</BackLink>
      {isAllowed ? (
        <Loaded query={source} loading="Loading the source…">
          {(data) => <Findings source={data} which={which} />}
        </Loaded>
      ) : (
        <>
          <PageHeading title="Rows to mend" />
          <Forbidden />
        </>
      )}
    </>
  );
}

/** @param {{ source: import('./api.js').Source, which: Which }} props */
function Findings({ source, which }) {
  const [params] = useSearchParams();
  const findings = useQuery(findingsQuery(source.source_system, { ...which, cursor: params.get('cursor') ?? '' }));
  const entity = source.entities.find((one) => one.entity === which.entity);
  const check = entity?.checks.find((one) => one.check === which.check && (one.field ?? '') === which.field);
  return (
    <>
      <PageHeading title={check?.title ?? 'Rows to mend'} caption={entity?.title ?? which.entity} />
      {check && <p className="govuk-body qa-lede">{check.sentence}</p>}
      <Notice>
        That you looked at these rows is kept in the journal. Find each by its id in the case system; once it is mended
        there and sent again, it is no longer listed.
      </Notice>
      <Loaded query={findings} loading="Loading the rows…">
        {(page) =>
          page.items.length ? (
            <>
              <p className="govuk-body qa-no-print">
                <a className="govuk-link" href={findingsAddress(source.source_system, which)} download>
                  Download these rows (CSV)
                </a>
              </p>
              <FindingTable findings={page.items} />
              <Pager next={page.next_cursor} what="rows" />
            </>
          ) : (
            <Empty title="No such row is left" />
          )
        }
      </Loaded>
    </>
  );
}

/** @param {{ findings: import('./api.js').Finding[] }} props */
function FindingTable({ findings }) {
  const isReader = may(useSession(), 'cases:read');
  return (
    <Table
      caption="Rows to mend"
      isCaptionHidden
      rows={findings.map((finding, i) => ({ ...finding, key: String(i) }))}
      rowKey={(finding) => finding.key}
      columns={[
        { key: 'id', title: 'Id', isHeader: true, cell: (finding) => finding.source_id ?? 'Not read' },
        {
          key: 'child',
          title: 'Child',
          cell: ({ child_id, child_ref }) => (
            <>
              {child_id && isReader ? (
                <Link className="govuk-link" to={`/children/${child_id}`}>
                  {child_ref}
                </Link>
              ) : (
                (child_ref ?? '–')
              )}
              {child_id && (
                <>
                  {' '}
                  <CaseNumber childId={child_id} />
                </>
              )}
            </>
          ),
        },
        { key: 'field', title: 'Column', cell: ({ field }) => (field ? <code>{field}</code> : '–') },
        { key: 'code', title: 'As sent', cell: (finding) => finding.code ?? '–' },
        { key: 'at', title: 'Received', cell: (finding) => shortMomentOf(finding.received_at) },
        { key: 'why', title: 'What is wrong', cell: (finding) => finding.sentence },
      ]}
    />
  );
}
