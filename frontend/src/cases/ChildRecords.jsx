/** Every record of a child that came, kind by kind, as it was sent: what it says, where it came from and when. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dayOf, momentOf } from '../kernel/dates.js';
import { counted } from '../kernel/numbers.js';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { childRecordsQuery } from './api.js';
import { saidIn } from './records.js';
import './cases.scss';

/** @typedef {import('./api.js').ChildRecord} ChildRecord */
/** @typedef {import('./api.js').ChildRecordGroup} ChildRecordGroup */

/** @param {{ child: import('./api.js').Child }} props */
export function ChildRecords({ child }) {
  const [isOpen, setOpen] = useState(false);
  const groups = child.records;
  return (
    <section aria-labelledby="records">
      <h2 className="govuk-heading-m" id="records">
        What the case system has sent
      </h2>
      {groups.length ? (
        <>
          <p className="govuk-body qa-no-print">
            <LinkButton onClick={() => setOpen(!isOpen)}>{isOpen ? 'Hide all records' : 'Show all records'}</LinkButton>
          </p>
          <div className="qa-records">
            {groups.map((group) => (
              <Details key={group.entity} isOpen={isOpen} summary={<Summary group={group} />}>
                <Group childId={child.id} group={group} />
              </Details>
            ))}
          </div>
        </>
      ) : (
        <Empty title="Nothing but the child’s own facts has been received" />
      )}
    </section>
  );
}

/** @param {{ group: ChildRecordGroup }} props */
const Summary = ({ group }) => (
  <>
    {group.title}: {counted(group.count, 'record')}
    <span className="qa-records__when">
      {` last received ${dayOf(group.last_received_at)} from ${group.source_systems.join(' and ')}`}
    </span>
  </>
);

/** @param {{ childId: string, group: ChildRecordGroup }} props */
function Group({ childId, group }) {
  const [isAsked, setAsked] = useState(false);
  const all = useInfiniteQuery({ ...childRecordsQuery(childId, group.entity), enabled: isAsked });
  const records = all.data?.pages.flatMap((page) => page.items) ?? group.items;
  const left = group.count - records.length;
  return (
    <>
      <ol className="qa-records__list" aria-label={group.title}>
        {records.map((record) => (
          <OneRecord key={`${record.source_system} ${record.source_id}`} record={record} />
        ))}
      </ol>
      {all.isError && <ProblemNotice error={all.error} onRetry={() => void all.refetch()} />}
      {left > 0 && (
        <Button
          look="secondary"
          isBusy={all.isFetching}
          onClick={() => (isAsked ? void all.fetchNextPage() : setAsked(true))}
        >
          Show {counted(left, 'more record')}
        </Button>
      )}
    </>
  );
}

/** @param {{ record: ChildRecord }} props */
function OneRecord({ record }) {
  const { said, unsaid } = saidIn(record.fields);
  return (
    <li className="qa-record">
      <dl className="qa-record__fields">
        {said.map(({ name, label, text }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {unsaid.length > 0 && <p className="qa-record__note">Nothing was sent for: {unsaid.join(', ')}.</p>}
      <p className="qa-record__note">
        {record.source_id} in {record.source_system}, right as of {momentOf(record.as_of)}, last changed here{' '}
        {momentOf(record.received_at)}.
      </p>
    </li>
  );
}
