/** On the first page: what the person is to do and to verify, and what has escalated in their reach. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { ActionDue, ActionState } from './ActionState.jsx';
import { actionsQuery } from './api.js';
import { titleOf } from './words.js';
import '../audits/audits.scss';

const few = 5;

export function HomeActions() {
  const session = useSession();
  const mine = useQuery(actionsQuery({ mine: true, unfinished: true, limit: few }));
  const toVerify = useQuery({
    ...actionsQuery({ to_verify: true, limit: few }),
    enabled: may(session, 'actions:verify'),
  });
  const escalated = useQuery({
    ...actionsQuery({ escalated: true, limit: few }),
    enabled: may(session, 'audits:acknowledge'),
  });
  const lists = [
    { key: 'mine', caption: 'Actions for you to do', found: mine.data?.items ?? [] },
    { key: 'to_verify', caption: 'Actions for you to verify', found: toVerify.data?.items ?? [] },
    { key: 'escalated', caption: 'Overdue actions that come to you', found: escalated.data?.items ?? [] },
  ].filter(({ found }) => found.length);
  if (!lists.length) return null;
  return (
    <section aria-labelledby="my-actions">
      <h2 className="govuk-heading-m" id="my-actions">
        Actions
      </h2>
      {lists.map(({ key, caption, found }) => (
        <div key={key}>
          <Table
            caption={caption}
            rows={found}
            rowKey={(action) => action.id}
            columns={[
              {
                key: 'title',
                title: 'Action',
                isHeader: true,
                cell: (action) => (
                  <Link className="govuk-link" to={`/actions/${action.id}`}>
                    {titleOf(action)}
                  </Link>
                ),
              },
              { key: 'owner', title: 'Who does it', cell: (action) => action.owner_name },
              { key: 'state', title: 'State', cell: (action) => <ActionState action={action} /> },
              { key: 'due', title: 'Due', cell: (action) => <ActionDue action={action} /> },
            ]}
          />
          <p className="govuk-body">
            <Link className="govuk-link" to={`/actions?show=${key}`}>
              All of them
            </Link>
          </p>
        </div>
      ))}
    </section>
  );
}
