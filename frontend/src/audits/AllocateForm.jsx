/** Gives a child's case to an auditor who is not near it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { may } from '../kernel/may.js';
import { Problem, problemIn } from '../kernel/problem.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { toolsQuery } from '../tools/api.js';
import { kindWords } from '../tools/words.js';
import { allocateAudit, auditorsQuery } from './api.js';
import { ChildChoice } from './ChildChoice.jsx';

const blank = { tool_id: '', auditor_id: '', due_on: '', period_from: '', period_to: '', override_reason: '' };

export function AllocateForm() {
  const session = useSession();
  return (
    <>
      <BackLink to="/audits">Audits</BackLink>
      <PageHeading title="Allocate an audit" />
      {may(session, 'audits:allocate') ? <Form /> : <Forbidden />}
    </>
  );
}

/** What the API says about the auditor's ties to the child belongs at the auditor's field. @param {Problem|null} problem */
export function conflictAt(problem, /** @type {string} */ pointer) {
  if (problem?.status !== 409 || problem.errors.length) return problem;
  return new Problem({
    status: 409,
    code: problem.code,
    errors: [{ pointer, code: problem.code, detail: problem.message }],
  });
}

function Form() {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [childId, setChildId] = useState(params.get('child_id') ?? '');
  const reAuditOfId = params.get('re_audit_of_id');
  const session = useSession();
  const [given, setGiven] = useState(blank);
  const [missing, setMissing] = useState(/** @type {Problem|null} */ (null));
  const tools = useQuery(toolsQuery());
  const auditors = useQuery(auditorsQuery());
  const published = (tools.data ?? []).filter((tool) => tool.state === 'published');
  const tool = published.find(({ id }) => id === given.tool_id);
  const allocate = useAction(
    () =>
      allocateAudit({
        child_id: childId,
        tool_id: given.tool_id,
        auditor_id: given.auditor_id,
        due_on: given.due_on || null,
        kind: reAuditOfId ? 're_audit' : (tool?.kind ?? 'managers'),
        re_audit_of_id: reAuditOfId,
        override_reason: given.override_reason || null,
        period_from: given.period_from || null,
        period_to: given.period_to || null,
      }),
    { refreshes: ['audits'], onDone: (audit) => void navigate(`/audits/${audit.id}`) },
  );
  const isTied = allocate.problem?.code === 'auditor_has_conflict' || given.override_reason !== '';
  const problem = missing ?? conflictAt(allocate.problem, '/auditor_id');

  const send = () => {
    const lacks = problemIn({
      ...(!childId && { '/child_id': 'Find the child and choose it' }),
      ...(!tool && { '/tool_id': 'Choose an audit tool' }),
      ...(!given.auditor_id && { '/auditor_id': 'Choose an auditor' }),
    });
    setMissing(lacks);
    if (!lacks && !allocate.isBusy) allocate.run();
  };
  /** @param {keyof typeof blank} name */
  const field = (name) => ({
    pointer: `/${name}`,
    problem,
    value: given[name],
    onChange: (/** @type {string} */ value) => setGiven({ ...given, [name]: value }),
  });

  if (tools.isError || auditors.isError) return <ProblemNotice error={tools.error ?? auditors.error} />;
  return (
    <>
      <ErrorSummary problem={problem} />
      {reAuditOfId && (
        <p className="govuk-body">This re-audit asks whether practice has moved since the first audit.</p>
      )}
      <ChildChoice childId={childId} onChange={setChildId} problem={problem} />
      <form
        className="qa-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Select
          label="Audit tool"
          any="Choose a tool"
          options={published.map(({ id, title, kind, version_number }) => ({
            value: id,
            text: `${title}, version ${version_number} (${kindWords(kind)})`,
          }))}
          {...field('tool_id')}
        />
        <Select
          label="Auditor"
          hint="Nobody audits work that they do, supervise, manage or review. Plumbline checks it."
          any="Choose an auditor"
          options={(auditors.data ?? []).map(({ id, name, unit_name }) => ({
            value: id,
            text: unit_name ? `${name}, ${unit_name}` : name,
          }))}
          {...field('auditor_id')}
        />
        {isTied && may(session, 'audits:override') && (
          <TextArea
            label="Why they audit it all the same"
            hint="At least 10 characters. Everybody who sees the audit sees it, with your name."
            isOptional
            rows={3}
            maxLength={4000}
            {...field('override_reason')}
          />
        )}
        <TextField
          label="Due on"
          hint="Left empty, the council’s own number of days counts."
          type="date"
          isOptional
          {...field('due_on')}
        />
        <Details summary="Audit another period than the year to today">
          <TextField label="Work from" type="date" isOptional {...field('period_from')} />
          <TextField label="Work to" type="date" isOptional {...field('period_to')} />
        </Details>
        <Button type="submit" isBusy={allocate.isBusy}>
          Allocate the audit
        </Button>
      </form>
    </>
  );
}
