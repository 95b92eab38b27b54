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
import { Field } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Form } from '../kernel/ui/Form.jsx';
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
            model, as they are. Your figures then stand beside England’s, your region’s and your neighbours’. Population
            estimates also tell how many children live here, by which rates are worked out. Loaded twice, a file changes
            nothing.
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

/** @typedef {{ name: string, load?: import('./api.js').Load, problem?: import('../kernel/problem.js').Problem }} Outcome */

function LoadForm() {
  const [files, setFiles] = useState(/** @type {File[]} */ ([]));
  const [outcomes, setOutcomes] = useState(/** @type {Outcome[]} */ ([]));
  const load = useAction(
    async () => {
      if (!files.length) throw problemIn({ '/file': 'Choose a CSV file, or several.' });
      setOutcomes([]);
      // One after the other: what one file brings never depends on how fast another one was.
      for (const file of files) {
        const outcome = await loadFile(file).then(
          (done) => ({ name: file.name, load: done }),
          (problem) => {
            if (problem?.status !== 422) throw problem;
            return { name: file.name, problem };
          },
        );
        setOutcomes((before) => [...before, outcome]);
      }
    },
    { refreshes: ['comparators', 'purple-book', 'indicators'] },
  );
  return (
    <Form action={load}>
      <Outcomes outcomes={outcomes} isDone={!load.isBusy} of={files.length} />
      <Field
        label="Files"
        hint="CSV, as published; you can choose several at once"
        pointer="/file"
        problem={load.problem}
      >
        {(input) => (
          <input
            {...input}
            type="file"
            multiple
            accept=".csv,text/csv"
            onChange={(event) => {
              setFiles([...(event.target.files ?? [])]);
              setOutcomes([]);
            }}
          />
        )}
      </Field>
      <Button type="submit" isBusy={load.isBusy}>
        {files.length > 1 ? `Load ${files.length} files` : 'Load it'}
      </Button>
    </Form>
  );
}

/** What became of each file: one that is refused holds up no other.
 * @param {{ outcomes: Outcome[], isDone: boolean, of: number }} props */
function Outcomes({ outcomes, isDone, of }) {
  const refused = outcomes.filter(({ problem }) => problem).length;
  return (
    <div aria-live="polite">
      {isDone && outcomes.length > 1 && (
        <p className="govuk-body">
          {outcomes.length - refused} of {outcomes.length} files loaded
          {refused > 0 &&
            `, ${refused} refused: mend ${refused > 1 ? 'them' : 'it'} and load ${refused > 1 ? 'them' : 'it'} again`}
          .
        </p>
      )}
      {!isDone && of > 1 && (
        <p className="govuk-body">
          {outcomes.length} of {of} files read so far…
        </p>
      )}
      {outcomes.map(({ name, load, problem }, place) =>
        load ? (
          <Notice key={name + place} look="success">
            {load.source_file} is {load.published_name}: {load.rows.toLocaleString('en-GB')} rows,{' '}
            {load.created.toLocaleString('en-GB')} new and {load.changed.toLocaleString('en-GB')} changed.
          </Notice>
        ) : (
          <Notice key={name + place} look="warning">
            {name}: nothing of it was loaded.
            <ul className="govuk-list govuk-list--bullet">
              {problem?.errors.map((error) => (
                <li key={error.pointer + error.code}>{error.detail}</li>
              ))}
            </ul>
          </Notice>
        ),
      )}
    </div>
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
