/** Writes a dated note on an indicator, or has its limits worked out anew from a day on, with the reason. */
import { useState } from 'react';
import { UnitSelect } from '../access/UnitSelect.jsx';
import { today } from '../kernel/dates.js';
import { fieldsOf } from '../kernel/fields.js';
import { Button } from '../kernel/ui/Button.jsx';
import { Checkbox } from '../kernel/ui/Checkbox.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { useAction } from '../kernel/useAction.js';
import { writeAnnotation } from './api.js';

/** @param {{ code: string, unitId: string }} props */
export function NoteForm({ code, unitId }) {
  const blank = { words: '', happened_on: today(), unit_id: unitId, is_rebase: false, reason: '' };
  const [given, setGiven] = useState(blank);
  const { unit_id, reason, ...rest } = given;
  const write = useAction(
    () =>
      writeAnnotation({
        ...rest,
        indicator: code,
        unit_id: unit_id || null,
        reason: given.is_rebase ? reason || null : null,
      }),
    { refreshes: ['annotations', 'charts'], onDone: () => setGiven(blank) },
  );
  const field = fieldsOf(given, setGiven, write.problem);
  return (
    <Form action={write}>
      <TextField
        label="What happened"
        hint="A few words, such as “new team” or “practice week”. Name nobody."
        width={30}
        {...field('words')}
      />
      <TextField label="On" type="date" {...field('happened_on')} />
      <UnitSelect label="On the charts of" any="All teams and services" {...field('unit_id')} />
      <Checkbox
        label="Work limits out anew from then on"
        pointer="/is_rebase"
        isChecked={given.is_rebase}
        onChange={(is_rebase) => setGiven({ ...given, is_rebase })}
      />
      {given.is_rebase && (
        <TextArea
          label="Why"
          hint="A change that was meant, has a known cause and has lasted. It is shown beside the chart."
          maxLength={4000}
          {...field('reason')}
        />
      )}
      <Button type="submit" isBusy={write.isBusy}>
        Add the note
      </Button>
    </Form>
  );
}
