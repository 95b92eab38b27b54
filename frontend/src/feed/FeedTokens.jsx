/** The tokens with which tools read the feed: who has one, at which level, until when; and how one is given or revoked. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { levelWords } from '../access/levels.js';
import { RevokeDialog } from '../access/RevokeDialog.jsx';
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
import { revokeToken, tokensQuery } from './api.js';
import { TokenForm } from './TokenForm.jsx';

export function FeedTokens() {
  const session = useSession();
  return (
    <>
      <PageHeading title="Feed tokens" />
      <p className="govuk-body qa-lede">
        A token only reads the data feed. It belongs to the machine client of a BI tool, shows figures at its level, and
        ends by itself.
      </p>
      {may(session, 'clients:manage') ? <Tokens /> : <Forbidden />}
    </>
  );
}

function Tokens() {
  const [params] = useSearchParams();
  const tokens = useQuery(tokensQuery({ cursor: params.get('cursor') ?? '' }));
  const [asked, setAsked] = useState(/** @type {import('./api.js').FeedToken|null} */ (null));
  return (
    <>
      <TokenForm />
      <Loaded query={tokens} loading="Loading tokens…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Feed tokens"
                isCaptionHidden
                rows={page.items}
                rowKey={(token) => token.id}
                columns={[
                  { key: 'name', title: 'Used in', isHeader: true, cell: (token) => token.name },
                  { key: 'client', title: 'Client', cell: (token) => token.client_name },
                  { key: 'id', title: 'User name', cell: (token) => <code>{token.client_id}</code> },
                  { key: 'level', title: 'Figures', cell: (token) => levelWords(token.level) },
                  { key: 'until', title: 'Until', cell: (token) => shortDayOf(token.expires_at) },
                  { key: 'state', title: 'State', cell: (token) => <State token={token} onRevoke={setAsked} /> },
                ]}
              />
              <Pager next={page.next_cursor} what="tokens" />
            </>
          ) : (
            <Empty title="No tool has a token yet" />
          )
        }
      </Loaded>
      <RevokeDialog asked={asked} act={revokeToken} refreshes={['feed-tokens']} onClose={() => setAsked(null)}>
        Whatever reads with it is refused at its next refresh.
      </RevokeDialog>
    </>
  );
}

/** @param {{ token: import('./api.js').FeedToken, onRevoke: (token: import('./api.js').FeedToken) => void }} props */
function State({ token, onRevoke }) {
  if (token.revoked_at) return <Tag colour="grey">Revoked</Tag>;
  if (new Date(token.expires_at) < new Date()) return <Tag colour="grey">Ended</Tag>;
  return (
    <LinkButton onClick={() => onRevoke(token)}>
      Revoke<span className="govuk-visually-hidden"> {token.name}</span>
    </LinkButton>
  );
}
