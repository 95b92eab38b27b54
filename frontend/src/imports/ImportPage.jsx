/** One import: its files while they come, how far it is, what waits for a decision, and what came of it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { ButtonLink } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { importQuery } from './api.js';
import { FilesStep } from './FilesStep.jsx';
import { FilesTable } from './FilesTable.jsx';
import { Held } from './Held.jsx';
import { ImportState } from './ImportState.jsx';
import { Outcome } from './Outcome.jsx';
import { Progress } from './Progress.jsx';
import { Rejections } from './Rejections.jsx';
import { StopImport } from './StopImport.jsx';
import { formatWords, isAtWork, isUnderWay, mayStop, modeWords } from './words.js';

/** @typedef {import('./api.js').Import} Import */

export function ImportPage() {
  const { importId = '' } = useParams();
  const isAllowed = may(useSession(), 'imports:manage');
  const one = useQuery({ ...importQuery(importId), enabled: isAllowed });
  useFreshSources(one.data?.state);
  return (
    <>
      <BackLink to="/imports">Imports</BackLink>
      {isAllowed ? (
        <Loaded query={one} title="Import" loading="Loading the import…">
          {(data) => <OneImport one={data} />}
        </Loaded>
      ) : (
        <>
          <PageHeading title="Import" />
          <Forbidden />
        </>
      )}
    </>
  );
}

/** What a source has sent is told anew once an import has moved on. @param {string|undefined} state */
function useFreshSources(state) {
  const client = useQueryClient();
  useEffect(() => {
    if (state && !isAtWork(state)) void client.invalidateQueries({ queryKey: ['sources'] });
  }, [client, state]);
}

/** @param {{ one: Import }} props */
function OneImport({ one }) {
  const again = againFor(one);
  return (
    <>
      <PageHeading title={`Files from ${one.source_system}`} caption={formatWords(one.format)}>
        {mayStop(one.state) && one.state !== 'held' && <StopImport id={one.id} />}
        {!isUnderWay(one.state) && <ButtonLink to={again.to}>{again.words}</ButtonLink>}
      </PageHeading>
      <p className="govuk-body qa-lede" role="status">
        {(isAtWork(one.state) && one.step) || one.sentence}
      </p>
      {isAtWork(one.state) && <Progress one={one} />}
      {one.state === 'held' && <Held one={one} />}
      {one.state === 'failed' && (
        <Notice look="warning">
          Nothing was stored. Bring the same files in once more; if that fails too, tell whoever runs Plumbline in your
          council when it was.
        </Notice>
      )}
      {one.state === 'open' && <FilesStep one={one} />}
      <ImportFacts one={one} />
      {one.entities.length > 0 && <Outcome one={one} />}
      {one.state !== 'open' && (
        <Details summary={`Files (${one.files.length})`}>
          <FilesTable files={one.files} caption="Files" />
        </Details>
      )}
      {one.files.length > 0 && <Rejections id={one.id} files={one.files} />}
    </>
  );
}

/** Once more with the same choices, unless all went well: then only whose files they were. @param {Import} one */
function againFor({ source_system, format, mode, as_of, state, is_dry_run }) {
  const isDone = state === 'completed' && !is_dry_run;
  /** @type {Record<string, string>} */
  const same = isDone ? {} : { mode, as_of: as_of.slice(0, 10) };
  return {
    to: `/imports/new?${new URLSearchParams({ source_system, format, ...same })}`,
    words: isDone ? 'Bring in more files' : state === 'completed' ? 'Bring these files in' : 'Begin again',
  };
}

/** @param {{ one: Import }} props */
function ImportFacts({ one }) {
  return (
    <Facts
      facts={[
        { name: 'State', value: <ImportState state={one.state} isDryRun={one.is_dry_run} /> },
        { name: 'How', value: `${modeWords(one.mode)}${one.is_dry_run ? ' (only checked, nothing is stored)' : ''}` },
        {
          name: 'Source system',
          value: (
            <Link className="govuk-link" to={`/sources/${one.source_system}`}>
              {one.source_system}
            </Link>
          ),
        },
        { name: 'Right as of', value: momentOf(one.as_of) },
        { name: 'Begun', value: `${momentOf(one.created_at)} by ${one.created_by}` },
        ...(one.ended_at ? [{ name: 'Ended', value: momentOf(one.ended_at) }] : []),
      ]}
    />
  );
}
