/** Audits and second readings that wait for the person who looks, overdue ones first. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { dueIn } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { myAuditsQuery, myModerationsQuery } from './api.js';

/** "In 4 days", beneath or beside the word "Due". @param {string} words */
const inWords = (words) => words.replace(/^Due (.)/, (_, first) => first.toUpperCase());

/** @param {{ due_on: string, is_overdue: boolean }} piece */
const Due = ({ due_on, is_overdue }) => (
  <span className={is_overdue ? 'qa-late' : undefined}>{inWords(dueIn(due_on))}</span>
);

/** @param {{ is_overdue: boolean }[]} pieces @param {string} one @param {string} many */
export function countWords(pieces, one, many) {
  const late = pieces.filter((piece) => piece.is_overdue).length;
  const all = `${pieces.length} ${pieces.length === 1 ? one : many}`;
  return late ? `${all}, ${late} overdue` : all;
}

export function MyWork() {
  const session = useSession();
  return (
    <section aria-labelledby="my-work">
      <h2 className="govuk-heading-m" id="my-work">
        Your work
      </h2>
      <div className="qa-cards">
        {may(session, 'audits:complete') && <MyAudits />}
        {may(session, 'moderations:complete') && <MyModerations />}
      </div>
    </section>
  );
}

function MyAudits() {
  const audits = useQuery(myAuditsQuery());
  return (
    <Loaded query={audits} loading="Loading your audits…">
      {(items) =>
        items.length ? (
          <Table
            caption={countWords(items, 'audit to do', 'audits to do')}
            rows={items}
            rowKey={(audit) => audit.id}
            columns={[
              {
                key: 'reference',
                title: 'Audit',
                isHeader: true,
                cell: (audit) => (
                  <Link className="govuk-link" to={`/audits/${audit.id}`}>
                    {audit.reference}
                  </Link>
                ),
              },
              { key: 'unit', title: 'Team', cell: (audit) => audit.unit_name ?? '–' },
              { key: 'done', title: 'Answered', cell: (audit) => `${audit.answered} of ${audit.questions_count}` },
              { key: 'due', title: 'Due', cell: Due },
            ]}
          />
        ) : (
          <Empty title="Nothing is due">No audit waits for you. When one is allocated to you, it stands here.</Empty>
        )
      }
    </Loaded>
  );
}

function MyModerations() {
  const moderations = useQuery(myModerationsQuery());
  return (
    <Loaded query={moderations} loading="Loading your moderations…">
      {(items) =>
        items.length ? (
          <Table
            caption={countWords(items, 'moderation to do', 'moderations to do')}
            rows={items}
            rowKey={(moderation) => moderation.id}
            columns={[
              {
                key: 'reference',
                title: 'Audit',
                isHeader: true,
                cell: (moderation) => (
                  <Link className="govuk-link" to={`/moderations/${moderation.id}`}>
                    {moderation.audit_reference}
                  </Link>
                ),
              },
              { key: 'unit', title: 'Team', cell: (moderation) => moderation.unit_name ?? '–' },
              { key: 'due', title: 'Due', cell: Due },
            ]}
          />
        ) : (
          <Empty title="Nothing is due">
            No moderation waits for you. When one is allocated to you, it stands here.
          </Empty>
        )
      }
    </Loaded>
  );
}
