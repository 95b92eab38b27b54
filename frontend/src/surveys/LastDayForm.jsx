/** Changes the last day on which an open survey takes answers, or takes it away. */
import { useState } from 'react';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { useAction } from '../kernel/useAction.js';
import { updateSurvey } from './api.js';

/** @param {{ survey: import('./api.js').Survey }} props */
export function LastDayForm({ survey }) {
  const [day, setDay] = useState(survey.closes_on ?? '');
  const change = useAction(() => updateSurvey(survey, { closes_on: day || null }), { refreshes: ['surveys'] });
  return (
    <Details summary="Change the last day">
      <Form action={change}>
        <TextField
          label="Last day for answers"
          hint="Leave it empty if none is planned: the survey then stays open until you close it."
          type="date"
          isOptional
          pointer="/closes_on"
          problem={change.problem}
          value={day}
          onChange={setDay}
        />
        <Button type="submit" look="secondary" isBusy={change.isBusy}>
          Save the last day
        </Button>
        {change.isDone && !change.problem && (
          <Notice look="success" isSpoken>
            Saved.
          </Notice>
        )}
      </Form>
    </Details>
  );
}
