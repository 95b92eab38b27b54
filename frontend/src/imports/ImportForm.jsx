/** Begins an import: what the files are, whose records they hold, and what becomes of rows they do not hold. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { today } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { useAction } from '../kernel/useAction.js';
import { createImport, knownSourcesQuery } from './api.js';
import { formats, modes, storings } from './words.js';

/** @typedef {import('./api.js').ImportCreate} ImportCreate */
/** @typedef {{ format: string, known: string, named: string, mode: string, storing: string, as_of: string }} Given */

/** What stands for a source system that is not known yet. */
const another = 'another';

export function ImportForm() {
  const isAllowed = may(useSession(), 'imports:manage');
  const sources = useQuery({ ...knownSourcesQuery(), enabled: isAllowed });
  return (
    <>
      <BackLink to="/imports">Imports</BackLink>
      <PageHeading title="Bring in files" />
      {isAllowed ? (
        <Loaded query={sources} loading="Loading the source systems…">
          {(known) => <What known={known} />}
        </Loaded>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** What an earlier check or a source's page has chosen already. @param {URLSearchParams} params @param {string[]} names @returns {Given} */
const givenBy = (params, names) => {
  const source = params.get('source_system') ?? '';
  return {
    format: params.get('format') ?? '',
    known: names.length ? (names.includes(source) ? source : source && another) : another,
    named: names.includes(source) ? '' : source,
    mode: params.get('mode') ?? 'upsert',
    storing: 'store',
    as_of: params.get('as_of') ?? '',
  };
};

/** A return holds a year, never all there is: only tables can be a snapshot. @param {Given} given */
const isOfTables = ({ format }) => format === 'ssd';

/** @param {Given} given @returns {ImportCreate} */
const bodyOf = ({ format, known, named, mode, storing, as_of }) => ({
  format: /** @type {ImportCreate['format']} */ (format),
  source_system: known === another ? named.trim() : known,
  mode: /** @type {ImportCreate['mode']} */ (format === 'ssd' ? mode : 'upsert'),
  is_dry_run: storing === 'check',
  // A day means noon of that day, as everywhere; today is now, of which the API knows best.
  as_of: as_of && as_of !== today() ? `${as_of}T12:00:00Z` : null,
});

/** What is missing, by pointer. @param {Given} given */
const lacksIn = (given) => ({
  '/format': !given.format && 'Choose what the files are',
  '/known': !given.known && 'Choose the source system',
  '/source_system': given.known === another && !given.named.trim() && 'Name the source system',
});

/** @param {{ known: { name: string, label: string }[] }} props */
function What({ known }) {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [given, setGiven] = useState(() =>
    givenBy(
      params,
      known.map(({ name }) => name),
    ),
  );
  const create = useAction(() => createImport(bodyOf(given)), {
    lacks: () => lacksIn(given),
    refreshes: ['imports', 'sources'],
    onDone: (begun) => void navigate(`/imports/${begun.id}`),
  });
  const problem = create.problem;
  /** @param {keyof Given} name @param {string} [pointer] */
  const field = (name, pointer = `/${name}`) => ({
    pointer,
    problem,
    value: given[name],
    onChange: (/** @type {string} */ value) => setGiven({ ...given, [name]: value }),
  });
  return (
    <Form action={create}>
      {problem?.status === 409 && <UnderWay source={bodyOf(given).source_system ?? ''} />}
      <RadioGroup legend="What are the files?" options={formats} {...field('format')} />
      {known.length > 0 && (
        <RadioGroup
          legend="Which source system do they come from?"
          hint="Where the same children come from the case system already, choose it: under another name they would be other children."
          options={[
            ...known.map(({ name, label }) => ({ value: name, text: name, hint: label === name ? undefined : label })),
            { value: another, text: 'Another source system' },
          ]}
          {...field('known')}
        />
      )}
      {given.known === another && (
        <TextField
          label="Name of the source system"
          hint="Small letters, digits, hyphens and underscores, such as liquidlogic. Where the case system will later send the same children itself, give it the same name there: a child is known by source system and id together."
          width={20}
          {...field('named', '/source_system')}
        />
      )}
      {isOfTables(given) && <RadioGroup legend="What becomes of what is stored?" options={modes} {...field('mode')} />}
      <TextField
        label="Day for which the files are right"
        hint="The day on which they were made. What has come since stays as it is. Leave it empty if they were made today."
        type="date"
        isOptional
        {...field('as_of')}
      />
      <RadioGroup legend="What do you want to do with them?" options={storings} {...field('storing')} />
      <div className="qa-buttons">
        <Button type="submit" isBusy={create.isBusy}>
          Go on to the files
        </Button>
        <Link className="govuk-link" to="/imports">
          Cancel
        </Link>
      </div>
    </Form>
  );
}

/** @param {{ source: string }} props */
const UnderWay = ({ source }) => (
  <Notice look="warning">
    Each source system has one import at a time.{' '}
    <Link className="govuk-link" to={`/imports?source_system=${encodeURIComponent(source)}`}>
      Go to the imports of {source}
    </Link>
    , and bring the one under way to its end or stop it.
  </Notice>
);
