/** Makes a draft tool from a published version of the standards: a section for each standard, a question for each criterion. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { may } from '../kernel/may.js';
import { problemIn } from '../kernel/problem.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { versionsQuery } from '../standards/api.js';
import { createTool } from './api.js';
import { kinds } from './words.js';

/** @typedef {import('./api.js').ToolCreate} ToolCreate */

export function ToolForm() {
  const session = useSession();
  const isAllowed = may(session, 'tools:draft');
  const versions = useQuery({ ...versionsQuery(), enabled: isAllowed });
  return (
    <>
      <BackLink to="/tools">Audit tools</BackLink>
      <PageHeading title="Make an audit tool" />
      {isAllowed ? (
        <Loaded query={versions} loading="Loading the standards…">
          {(items) => <Form versions={items.filter((version) => version.state === 'published')} />}
        </Loaded>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** @param {{ versions: import('../standards/api.js').VersionListed[] }} props */
function Form({ versions }) {
  const navigate = useNavigate();
  const [given, setGiven] = useState({ title: '', kind: '', standards_version_id: versions[0]?.id ?? '' });
  const [missing, setMissing] = useState(/** @type {import('../kernel/problem.js').Problem|null} */ (null));
  const create = useAction(() => createTool(/** @type {ToolCreate} */ (given)), {
    refreshes: ['tools'],
    onDone: (tool) => void navigate(`/tools/${tool.id}`),
  });
  const problem = missing ?? create.problem;
  const send = () => {
    const lacks = problemIn({
      ...(!given.title.trim() && { '/title': 'Give the tool a title' }),
      ...(!given.kind && { '/kind': 'Choose the kind of audit' }),
      ...(!given.standards_version_id && { '/standards_version_id': 'Choose a version of the standards' }),
    });
    setMissing(lacks);
    if (!lacks && !create.isBusy) create.run();
  };
  /** @param {keyof typeof given} name */
  const field = (name) => ({
    pointer: `/${name}`,
    problem,
    value: given[name],
    onChange: (/** @type {string} */ value) => setGiven({ ...given, [name]: value }),
  });
  return (
    <form
      className="qa-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ErrorSummary problem={problem} />
      <TextField label="Title" {...field('title')} />
      <Select label="Kind of audit" any="Choose a kind" options={kinds} {...field('kind')} />
      <Select
        label="Standards"
        any="Choose a version"
        options={versions.map((version) => ({
          value: version.id,
          text: `${version.set.title}, version ${version.number}`,
        }))}
        {...field('standards_version_id')}
      />
      <p className="govuk-body">
        The tool asks one question for each criterion. An audit stays tied to the tool and the standards it was made
        with.
      </p>
      <Button type="submit" isBusy={create.isBusy}>
        Make a draft
      </Button>
    </form>
  );
}
