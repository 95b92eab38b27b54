/** Sets up an exercise: the case of a final audit, what is graded in it, who grades, and from when until when. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { auditQuery } from '../audits/api.js';
import { today } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button, ButtonLink } from '../kernel/ui/Button.jsx';
import { Checkbox } from '../kernel/ui/Checkbox.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { useAction } from '../kernel/useAction.js';
import { toolQuery } from '../tools/api.js';
import { kindWords, sectionName } from '../tools/words.js';
import { candidatesQuery, createCalibration } from './api.js';
import { Candidates } from './Candidates.jsx';

export function CalibrationForm() {
  const session = useSession();
  const [params] = useSearchParams();
  const auditId = params.get('audit_id') ?? '';
  return (
    <>
      <BackLink to="/calibrations">Calibrations</BackLink>
      <PageHeading title="Set up a calibration" />
      {!may(session, 'calibrations:manage') ? (
        <Forbidden />
      ) : auditId ? (
        <OnAudit auditId={auditId} />
      ) : (
        <Empty title="Choose a final audit first: its case is what is graded">
          <ButtonLink to="/audits?state=final">Final audits</ButtonLink>
        </Empty>
      )}
    </>
  );
}

/** @param {{ auditId: string }} props */
function OnAudit({ auditId }) {
  const audit = useQuery(auditQuery(auditId));
  const tool = useQuery({ ...toolQuery(audit.data?.tool_id ?? ''), enabled: audit.isSuccess });
  return (
    <Loaded query={audit} loading="Loading the audit…">
      {(data) => (
        <Loaded query={tool} loading="Loading the questions…">
          {(questions) => <NewCalibration audit={data} tool={questions} />}
        </Loaded>
      )}
    </Loaded>
  );
}

/** @param {{ audit: import('../audits/api.js').Audit, tool: import('../tools/api.js').Tool }} props */
function NewCalibration({ audit, tool }) {
  const navigate = useNavigate();
  const candidates = useQuery(candidatesQuery(audit.id));
  const [given, setGiven] = useState({ title: '', opens_on: today(), closes_on: '' });
  const [people, setPeople] = useState(/** @type {string[]} */ ([]));
  const sections = tool.sections.filter(({ questions }) => questions.some(({ kind }) => kind !== 'compliance'));
  const [parts, setParts] = useState(sections.map(({ id }) => id));
  const create = useAction(
    () => {
      const asked = sections.filter(({ id }) => parts.includes(id)).flatMap(({ questions }) => questions);
      const ids = asked.filter(({ kind }) => kind !== 'compliance').map(({ id }) => id);
      return createCalibration({ ...given, audit_id: audit.id, question_ids: ids, person_ids: people });
    },
    {
      lacks: () => ({
        '/title': !given.title.trim() && 'Give the exercise a title',
        '/question_ids': !parts.length && 'Choose what is to be graded',
        '/person_ids': !people.length && 'Choose who is to grade',
        '/opens_on': !given.opens_on && 'Give the first day for grading',
        '/closes_on': !given.closes_on && 'Give the last day for grading',
      }),
      refreshes: ['calibrations'],
      onDone: ({ id }) => void navigate(`/calibrations/${id}`),
    },
  );
  const { problem } = create;
  /** @param {string[]} list @param {string} id @param {boolean} isIn */
  const toggled = (list, id, isIn) => (isIn ? [...list, id] : list.filter((one) => one !== id));
  return (
    <Form action={create}>
      <Facts
        facts={[
          { name: 'Case', value: `Child ${audit.child_ref}, from ${audit.reference}` },
          { name: 'Kind', value: kindWords(audit.kind) },
          { name: 'Tool', value: tool.title },
        ]}
      />
      <TextField
        label="Title"
        hint="What it is about, such as the plan, or a standard on which people differ."
        pointer="/title"
        problem={problem}
        value={given.title}
        onChange={(title) => setGiven({ ...given, title })}
      />
      <fieldset className="govuk-fieldset govuk-form-group" id="field-question_ids" tabIndex={-1}>
        <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">What is graded</legend>
        {sections.map((section) => (
          <Checkbox
            key={section.id}
            label={sectionName(section)}
            pointer={`/parts/${section.id}`}
            isChecked={parts.includes(section.id)}
            onChange={(isIn) => setParts(toggled(parts, section.id, isIn))}
          />
        ))}
      </fieldset>
      <Loaded query={candidates} loading="Looking for who may grade…">
        {(found) => (
          <Candidates
            candidates={found}
            chosen={people}
            onChange={(id, isIn) => setPeople(toggled(people, id, isIn))}
          />
        )}
      </Loaded>
      <TextField
        label="First day for grading"
        type="date"
        pointer="/opens_on"
        problem={problem}
        value={given.opens_on}
        onChange={(opens_on) => setGiven({ ...given, opens_on })}
      />
      <TextField
        label="Last day for grading"
        type="date"
        pointer="/closes_on"
        problem={problem}
        value={given.closes_on}
        onChange={(closes_on) => setGiven({ ...given, closes_on })}
      />
      <Button type="submit" isBusy={create.isBusy}>
        Set it up
      </Button>
    </Form>
  );
}
