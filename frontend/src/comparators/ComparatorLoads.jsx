/** Loading what the Department for Education publishes, and the files that were loaded before. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { shortMomentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { problemIn } from '../kernel/problem.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { Field } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { useAction } from '../kernel/useAction.js';
import { loadFile, loadsQuery } from './api.js';

export function ComparatorLoads() {
  const isAllowed = may(useSession(), 'comparators:load');
  return (
    <>
      <PageHeading title="Published figures" />
      {isAllowed ? (
        <>
          <p className="govuk-body qa-lede">
            Load the files that the Department for Education puts beside its statistics, and its statistical neighbours
            model, as they are. Your figures then stand beside England’s, your region’s and your neighbours’. Loaded
            twice, a file changes nothing.
          </p>
          <LoadForm />
          <Loads />
        </>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

function LoadForm() {
  const [file, setFile] = useState(/** @type {File|null} */ (null));
  const load = useAction(
    async () => {
      if (!file) throw problemIn({ '/file': 'Choose a CSV file.' });
      return loadFile(file);
    },
    { refreshes: ['comparators', 'purple-book'] },
  );
  return (
    <form
      className="qa-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!load.isBusy) load.run(undefined);
      }}
    >
      <ErrorSummary problem={load.problem} />
      {load.answer && (
        <Notice look="success" isSpoken>
          {load.answer.source_file} is {load.answer.published_name}: {load.answer.rows.toLocaleString('en-GB')} rows,{' '}
          {load.answer.created.toLocaleString('en-GB')} new and {load.answer.changed.toLocaleString('en-GB')} changed.
        </Notice>
      )}
      {load.problem && load.problem.errors.length > 1 && (
        <ul className="govuk-list govuk-list--bullet">
          {load.problem.errors.map((error) => (
            <li key={error.pointer + error.code}>{error.detail}</li>
          ))}
        </ul>
      )}
      <Field label="File" hint="CSV, as published" pointer="/file" problem={load.problem}>
        {(input) => (
          <input
            {...input}
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        )}
      </Field>
      <Button type="submit" isBusy={load.isBusy}>
        Load it
      </Button>
    </form>
  );
}

function Loads() {
  const [params] = useSearchParams();
  const loads = useQuery(loadsQuery(params.get('cursor') ?? ''));
  return (
    <>
      <h2 className="govuk-heading-m">Loaded before</h2>
      <Loaded query={loads} loading="Loading the list…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Files that were loaded, the latest first"
                isCaptionHidden
                rows={page.items}
                rowKey={(load) => load.id}
                columns={[
                  { key: 'file', title: 'File', isHeader: true, cell: (load) => load.source_file },
                  { key: 'is', title: 'What it is', cell: (load) => load.published_name },
                  { key: 'rows', title: 'Rows', isNumeric: true, cell: (load) => load.rows.toLocaleString('en-GB') },
                  { key: 'new', title: 'New', isNumeric: true, cell: (load) => load.created.toLocaleString('en-GB') },
                  {
                    key: 'changed',
                    title: 'Changed',
                    isNumeric: true,
                    cell: (load) => load.changed.toLocaleString('en-GB'),
                  },
                  {
                    key: 'by',
                    title: 'By',
                    cell: (load) => `${load.by_name ?? 'The command line'}, ${shortMomentOf(load.at)}`,
                  },
                ]}
              />
              <Pager next={page.next_cursor} what="files" />
            </>
          ) : (
            <Empty title="No file was loaded yet">Nothing stands beside your figures until one is.</Empty>
          )
        }
      </Loaded>
    </>
  );
}
