/** Entering an inspector's grades: by whom, on which day, overall, and by standard where they were given. */
import { useState } from 'react';
import { today } from '../kernel/dates.js';
import { useAction } from '../kernel/useAction.js';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { enterRating } from './api.js';

/**
 * @param {object} props
 * @param {import('../audits/api.js').Audit} props.audit
 * @param {import('../tools/api.js').Tool} props.tool
 * @param {import('./api.js').Rating|null} props.supersedes
 * @param {() => void} props.onClose
 */
export function InspectorForm({ audit, tool, supersedes, onClose }) {
  const options = tool.scale.levels.map(({ code, label }) => ({ value: code, text: label }));
  const standards = tool.sections.filter((section) => section.standard_id);
  const [byWhom, setByWhom] = useState(supersedes?.by_whom ?? '');
  const [day, setDay] = useState(supersedes?.rated_on ?? today());
  const [overall, setOverall] = useState(/** @type {string} */ (supersedes?.overall_grade ?? ''));
  const [given, setGiven] = useState(
    /** @type {Record<string, string>} */ (
      Object.fromEntries((supersedes?.standards ?? []).map(({ standard_id, grade }) => [standard_id, grade ?? '']))
    ),
  );
  const entering = useAction(
    () =>
      enterRating({
        audit_id: audit.id,
        by_whom: byWhom,
        rated_on: day,
        overall_grade: overall,
        standards: Object.fromEntries(Object.entries(given).filter(([, grade]) => grade)),
        supersedes_id: supersedes?.id ?? null,
      }),
    { refreshes: ['agreement'], onDone: onClose },
  );
  return (
    <Form action={entering} label="An inspector’s grades">
      {supersedes && <p className="govuk-body">What was entered before is kept, and marked as superseded.</p>}
      <TextField
        label="By whom"
        hint="In words, such as “Ofsted, March 2026”"
        pointer="/by_whom"
        problem={entering.problem}
        width={30}
        value={byWhom}
        onChange={setByWhom}
      />
      <TextField
        label="On which day"
        pointer="/rated_on"
        type="date"
        problem={entering.problem}
        value={day}
        onChange={setDay}
      />
      <RadioGroup
        legend="Overall grade"
        pointer="/overall_grade"
        problem={entering.problem}
        options={options}
        value={overall || null}
        onChange={setOverall}
      />
      {standards.length > 0 && (
        <Details summary="Grades by standard, where they were given" isOpen={Object.values(given).some(Boolean)}>
          {standards.map((section) => {
            const id = section.standard_id ?? '';
            return (
              <Select
                key={section.id}
                label={`${section.standard_number ?? ''}. ${section.title}`}
                pointer={`/standards/${id}`}
                problem={entering.problem}
                any="Not graded"
                options={options}
                value={given[id] ?? ''}
                onChange={(grade) => setGiven({ ...given, [id]: grade })}
              />
            );
          })}
        </Details>
      )}
      <div className="govuk-button-group">
        <Button type="submit" isBusy={entering.isBusy}>
          {supersedes ? 'Supersede' : 'Enter these grades'}
        </Button>
        <LinkButton onClick={onClose}>Cancel</LinkButton>
      </div>
    </Form>
  );
}
