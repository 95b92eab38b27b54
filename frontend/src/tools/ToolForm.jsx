/** Begins a draft: from a ready-made tool, from a published version of the standards, or from a blank page. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { versionsQuery } from '../standards/api.js';
import { createTool, readyMadeQuery } from './api.js';
import { kinds } from './words.js';

/** @typedef {import('./api.js').ToolCreate} ToolCreate */
/** @typedef {import('./api.js').ReadyMade} ReadyMade */

const starts = [
  {
    value: 'ready_made',
    text: 'A ready-made tool',
    hint: 'Short, with questions of quality and of compliance, and words for the grades.',
  },
  { value: 'standards', text: 'The standards', hint: 'A section for each standard, a question for each criterion.' },
  { value: 'blank', text: 'A blank page', hint: 'Your own sections and questions.' },
];

export function ToolForm() {
  const session = useSession();
  const isAllowed = may(session, 'tools:draft');
  const versions = useQuery({ ...versionsQuery(), enabled: isAllowed });
  const readyMade = useQuery({ ...readyMadeQuery(), enabled: isAllowed });
  return (
    <>
      <BackLink to="/tools">Audit tools</BackLink>
      <PageHeading title="Make an audit tool" />
      {isAllowed ? (
        <Loaded query={versions} loading="Loading the standards…">
          {(items) => (
            <Loaded query={readyMade}>
              {(ready) => (
                <NewTool versions={items.filter((version) => version.state === 'published')} readyMade={ready} />
              )}
            </Loaded>
          )}
        </Loaded>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** @param {{ versions: import('../standards/api.js').VersionListed[], readyMade: ReadyMade[] }} props */
function NewTool({ versions, readyMade }) {
  const navigate = useNavigate();
  const practice = versions.find(({ set }) => set.code === 'practice') ?? versions[0];
  const [given, setGiven] = useState({
    start: 'ready_made',
    title: '',
    kind: '',
    standards_version_id: practice?.id ?? '',
  });
  const create = useAction(() => createTool(/** @type {ToolCreate} */ (given)), {
    lacks: () => ({
      '/title': !given.title.trim() && 'Give the tool a title',
      '/kind': !given.kind && 'Choose the kind of audit',
      '/standards_version_id': !given.standards_version_id && 'Choose a version of the standards',
    }),
    refreshes: ['tools'],
    onDone: (tool) => void navigate(`/tools/${tool.id}/edit`),
  });
  const { problem } = create;
  const isReady = given.start === 'ready_made';
  const ready = isReady ? readyMade.find(({ kind }) => kind === given.kind) : undefined;
  /** A title that nobody has changed follows the kind. @param {string} kind @param {string} start */
  const choose = (kind, start) => {
    const isOwn = given.title !== '' && !readyMade.some(({ title }) => title === given.title);
    const found = start === 'ready_made' ? readyMade.find((one) => one.kind === kind) : undefined;
    const isKnown = start !== 'ready_made' || found !== undefined;
    setGiven({ ...given, start, kind: isKnown ? kind : '', title: isOwn ? given.title : (found?.title ?? '') });
  };
  return (
    <Form action={create}>
      <RadioGroup
        legend="Begin from"
        pointer="/start"
        options={starts}
        value={given.start}
        onChange={(start) => choose(given.kind, start)}
      />
      <Select
        label="Kind of audit"
        pointer="/kind"
        problem={problem}
        any="Choose a kind"
        options={isReady ? kinds.filter(({ value }) => readyMade.some(({ kind }) => kind === value)) : kinds}
        value={given.kind}
        onChange={(kind) => choose(kind, given.start)}
      />
      {ready && (
        <Notice>
          {ready.purpose} {ready.questions_count - ready.compliance_count} questions of quality and{' '}
          {ready.compliance_count} of compliance
          {ready.agencies.length > 0 && `, with parts for ${ready.agencies.join(', ')}`}.
        </Notice>
      )}
      <TextField
        label="Title"
        hint="A title that this kind of audit has already makes the next version of that tool."
        pointer="/title"
        problem={problem}
        value={given.title}
        onChange={(title) => setGiven({ ...given, title })}
      />
      <Select
        label="Standards"
        any="Choose a version"
        pointer="/standards_version_id"
        problem={problem}
        options={versions.map((version) => ({
          value: version.id,
          text: `${version.set.title}, version ${version.number}`,
        }))}
        value={given.standards_version_id}
        onChange={(standards_version_id) => setGiven({ ...given, standards_version_id })}
      />
      <p className="govuk-body">
        You can change everything before you publish. An audit stays tied to the version of the tool and the standards
        it was made with.
      </p>
      <Button type="submit" isBusy={create.isBusy}>
        Make a draft
      </Button>
    </Form>
  );
}
