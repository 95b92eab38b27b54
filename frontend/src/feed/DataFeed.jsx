/** What goes out: the tables of the feed, the addresses to copy into a tool, and how fresh they are. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { levelWords } from '../access/levels.js';
import { momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { LinkButton } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { feedQuery } from './api.js';

/** @type {Record<string, string>} */
const titles = {
  values: 'Values: one row for each indicator, unit and period',
  indicators: 'Indicators: what each one means',
  units: 'Units: the council, its services and teams',
  periods: 'Periods: months, quarters and years',
  comparators: 'Comparators: England, the region and similar councils',
};

/** @type {Record<string, string>} */
const forms = { csv: 'CSV', parquet: 'Parquet', ndjson: 'NDJSON', json: 'JSON, in pages' };

export function DataFeed() {
  const session = useSession();
  return (
    <>
      <PageHeading title="Data feed" />
      <p className="govuk-body qa-lede">
        Every figure that is on a screen here, as tables for Power BI, Excel, Tableau, R or Python. A tool signs in with
        a token of its own; a person who is signed in can also open the addresses below.
      </p>
      {may(session, 'clients:manage') && (
        <p className="govuk-body">
          <Link className="govuk-link" to="/feed-tokens">
            Tokens for tools
          </Link>
        </p>
      )}
      {may(session, 'indicators:read') ? <What /> : <Forbidden />}
    </>
  );
}

function What() {
  const feed = useQuery(feedQuery());
  return (
    <Loaded query={feed} loading="Looking up what the feed has…">
      {(found) => (
        <>
          {found.computed_at === null && (
            <Notice>
              No figure has been computed yet. The tables are there, and empty but for what explains them.
            </Notice>
          )}
          <Facts
            facts={[
              { name: 'Figures you are given', value: levelWords(found.level) },
              { name: 'Last computed', value: momentOf(found.computed_at, 'Not yet') },
              { name: 'Case records until', value: momentOf(found.data_as_of, 'Not yet') },
              ...(found.revision === null ? [] : [{ name: 'Revision', value: found.revision }]),
              { name: 'OData', value: <Address url={found.odata} what="the OData address" /> },
            ]}
          />
          {found.tables.map((table) => (
            <One key={table.name} table={table} />
          ))}
        </>
      )}
    </Loaded>
  );
}

/** One table with its addresses. @param {{ table: import('./api.js').FeedTable }} props */
function One({ table }) {
  const addresses = Object.entries(forms).map(([form, words]) => ({ form, words, url: table.addresses[form] ?? '' }));
  return (
    <section>
      <h2 className="govuk-heading-m">{titles[table.name] ?? table.name}</h2>
      <Table
        caption={`Addresses of ${table.name}`}
        isCaptionHidden
        rows={addresses}
        rowKey={(one) => one.form}
        columns={[
          { key: 'form', title: 'Form', isHeader: true, cell: (one) => one.words },
          {
            key: 'url',
            title: 'Address',
            cell: (one) => <Address url={one.url} what={`${table.name} as ${one.words}`} />,
          },
        ]}
      />
      <Details summary={`${table.columns.length} columns`}>
        <p className="govuk-body">
          In OData <code>{table.entity_set}</code>, in SQL <code>{table.view}</code>. Columns are only ever added at the
          end.
        </p>
        <Table
          caption={`Columns of ${table.name}`}
          isCaptionHidden
          rows={table.columns}
          rowKey={(column) => column.name}
          columns={[
            { key: 'name', title: 'Column', isHeader: true, cell: (column) => <code>{column.name}</code> },
            { key: 'kind', title: 'Kind', cell: (column) => column.kind },
            { key: 'null', title: 'May be empty', cell: (column) => (column.is_nullable ? 'Yes' : 'No') },
          ]}
        />
      </Details>
    </section>
  );
}

/** An address and a button that copies it. @param {{ url: string, what: string }} props */
function Address({ url, what }) {
  const [isCopied, setIsCopied] = useState(false);
  return (
    <>
      <code className="qa-address">{url}</code>{' '}
      <LinkButton
        onClick={async () => {
          await navigator.clipboard.writeText(url);
          setIsCopied(true);
        }}
      >
        {isCopied ? 'Copied' : 'Copy'}
        <span className="govuk-visually-hidden"> {what}</span>
      </LinkButton>
    </>
  );
}
