/** Sets a target from a day on, with its tolerance and the reason. */
import { useState } from 'react';
import { UnitSelect } from '../access/UnitSelect.jsx';
import { today } from '../kernel/dates.js';
import { fieldsOf } from '../kernel/fields.js';
import { Button } from '../kernel/ui/Button.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { useAction } from '../kernel/useAction.js';
import { setTarget } from './api.js';

const isNumber = (/** @type {string} */ text) => /^\d+(\.\d+)?$/.test(text.trim());

/** @param {{ indicator: import('../indicators/api.js').Indicator, onClose: () => void }} props */
export function TargetForm({ indicator, onClose }) {
  const [given, setGiven] = useState({ unit_id: '', target: '', tolerance: '', from_on: today(), reason: '' });
  const set = useAction(
    () =>
      setTarget({
        indicator: indicator.code,
        unit_id: given.unit_id || null,
        target: given.target.trim() ? Number(given.target) : null,
        tolerance: given.tolerance.trim() ? Number(given.tolerance) : null,
        from_on: given.from_on,
        reason: given.reason,
      }),
    {
      lacks: () => ({
        '/target': given.target.trim() !== '' && !isNumber(given.target) && 'Give a number, or nothing to end it.',
        '/tolerance': given.tolerance.trim() !== '' && !isNumber(given.tolerance) && 'Give a number.',
        '/from_on': !given.from_on && 'Give the day from which it counts.',
      }),
      refreshes: ['targets', 'indicators', 'charts', 'purple-book'],
      onDone: onClose,
    },
  );
  const field = fieldsOf(given, setGiven, set.problem);
  const better = indicator.polarity === 'low' ? 'above' : 'below';
  return (
    <Form action={set} title={<h3 className="govuk-heading-s">Set a target</h3>}>
      <UnitSelect label="For" any="Every unit without its own" {...field('unit_id')} />
      <TextField
        label={`Target, in ${indicator.unit === '%' ? 'per cent' : indicator.unit}`}
        hint="Left empty, the target before it ends."
        width={5}
        {...field('target')}
      />
      <TextField
        label="Tolerance"
        isOptional
        hint={`How far ${better} the target a figure is still amber. Beyond it is red.`}
        width={5}
        {...field('tolerance')}
      />
      <TextField
        label="Counts from"
        hint="Today or later. Only the first of all may reach back: what has counted stands."
        type="date"
        {...field('from_on')}
      />
      <TextArea label="Why" hint="Everybody of the staff sees it." rows={3} {...field('reason')} />
      <div className="qa-buttons">
        <Button type="submit" isBusy={set.isBusy}>
          Set it
        </Button>
        <Button look="secondary" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </Form>
  );
}
