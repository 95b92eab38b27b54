/** One child by reference: facts that the case system sent, and the visits. Opening this page is written in the journal. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { dayOf, momentOf, monthOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { ButtonLink } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { childQuery } from './api.js';
import { ChildRecords } from './ChildRecords.jsx';
import { ChildWork } from './ChildWork.jsx';
import { CaseNumber } from './FindCase.jsx';
import { sexWords, statusWords } from './words.js';

export function ChildPage() {
  const { childId = '' } = useParams();
  const child = useQuery(childQuery(childId));
  return (
    <>
      <BackLink to="/children">Children</BackLink>
      <Loaded query={child} title="Child" loading="Loading the child’s facts…">
        {(data) => <ChildDetail child={data} />}
      </Loaded>
    </>
  );
}

/** @param {import('./api.js').Visit} visit */
export function visitWords(visit) {
  if (visit.is_seen_alone) return 'Seen alone';
  if (visit.is_seen) return 'Seen, not alone';
  return visit.is_seen === false ? 'Not seen' : 'Not recorded whether seen';
}

/** @param {{ child: import('./api.js').Child }} props */
function ChildDetail({ child }) {
  const session = useSession();
  const visits = child.visits.toSorted((a, b) => b.visited_on.localeCompare(a.visited_on));
  return (
    <>
      <PageHeading title={`Child ${child.child_ref}`}>
        {may(session, 'audits:allocate') && (
          <ButtonLink to={`/audits/new?child_id=${child.id}`}>Allocate an audit</ButtonLink>
        )}
      </PageHeading>
      <Notice>
        That you opened this page is kept in the journal, and that you asked for the number in the case system. The
        child’s name is not stored here.
      </Notice>
      <Facts
        facts={[
          { name: 'Status', value: statusWords(child.statuses) },
          {
            name: 'Born in',
            value: `${monthOf(child.birth_month)}${child.age_years === null ? '' : `, ${child.age_years} years old`}`,
          },
          { name: 'Sex', value: sexWords(child.sex) },
          { name: 'Team', value: child.team ?? 'No team' },
          { name: 'Worker', value: child.worker_code ?? 'Nobody allocated' },
          {
            name: 'These facts',
            value: `From ${child.source_system}, right as of ${momentOf(child.as_of)}`,
          },
          { name: 'Last received', value: momentOf(child.last_received_at) },
          ...(may(session, 'cases:find') ? [{ name: 'Case', value: <CaseNumber childId={child.id} /> }] : []),
        ]}
      />
      {may(session, 'audits:read') && (
        <p className="govuk-body">
          <Link className="govuk-link" to={`/audits?child_id=${child.id}`}>
            Audits of this child
          </Link>
        </p>
      )}
      <ChildWork child={child} />
      <h2 className="govuk-heading-m">Visits</h2>
      {visits.length ? (
        <ol className="qa-timeline govuk-body">
          {visits.map((visit, i) => (
            <li className="qa-timeline__item" key={`${visit.visited_on} ${i}`}>
              <p className="qa-timeline__title">
                {visitWords(visit)}
                {visit.is_bedroom_seen && ', bedroom seen'}
              </p>
              <p className="qa-timeline__when">{dayOf(visit.visited_on)}</p>
            </li>
          ))}
        </ol>
      ) : (
        <Empty title="No visit has been received">
          Visits are recorded here while a child protection plan is open.
        </Empty>
      )}
      <ChildRecords child={child} />
    </>
  );
}
