/** The systems that push records or pull figures, and how one is added or stopped. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { shortDayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { LinkButton } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { clientsQuery, revokeClient } from './api.js';
import { ClientForm } from './ClientForm.jsx';
import { levelWords } from './levels.js';
import { RevokeDialog } from './RevokeDialog.jsx';
import { roleWords } from './roles.js';

export function ClientList() {
  const session = useSession();
  return (
    <>
      <PageHeading title="Machine clients" />
      <p className="govuk-body qa-lede">
        A case management system pushes records; a BI tool pulls figures. Each signs in with its own id and secret.
      </p>
      {may(session, 'clients:manage') ? <Clients /> : <Forbidden />}
    </>
  );
}

function Clients() {
  const [params] = useSearchParams();
  const clients = useQuery(clientsQuery({ cursor: params.get('cursor') ?? '' }));
  const [asked, setAsked] = useState(/** @type {import('./api.js').MachineClient|null} */ (null));
  return (
    <>
      <ClientForm />
      <Loaded query={clients} loading="Loading machine clients…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Machine clients"
                isCaptionHidden
                rows={page.items}
                rowKey={(client) => client.id}
                columns={[
                  { key: 'name', title: 'Name', isHeader: true, cell: (client) => client.name },
                  { key: 'role', title: 'Kind', cell: (client) => roleWords(client.role) },
                  { key: 'id', title: 'Client id', cell: (client) => <code>{client.client_id}</code> },
                  {
                    key: 'level',
                    title: 'Figures',
                    cell: (client) => (client.role === 'bi_tool' ? levelWords(client.level) : '–'),
                  },
                  { key: 'source', title: 'Source system', cell: (client) => client.source_system ?? '–' },
                  { key: 'since', title: 'Since', cell: (client) => shortDayOf(client.created_at) },
                  {
                    key: 'state',
                    title: 'State',
                    cell: (client) =>
                      client.is_active ? (
                        <LinkButton onClick={() => setAsked(client)}>
                          Revoke<span className="govuk-visually-hidden"> {client.name}</span>
                        </LinkButton>
                      ) : (
                        <Tag colour="grey">Revoked</Tag>
                      ),
                  },
                ]}
              />
              <Pager next={page.next_cursor} what="machine clients" />
            </>
          ) : (
            <Empty title="No machine clients yet" />
          )
        }
      </Loaded>
      <RevokeDialog asked={asked} act={revokeClient} refreshes={['clients']} onClose={() => setAsked(null)}>
        Its tokens stop working at once. A revoked client cannot be brought back.
      </RevokeDialog>
    </>
  );
}
