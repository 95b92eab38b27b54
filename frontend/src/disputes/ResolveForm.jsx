/** Settles a dispute: upheld with the grade that should have been, or not upheld; always with the reason. */
import { useState } from 'react';
import { isReason } from '../audits/answers.js';
import { Button } from '../kernel/ui/Button.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { resolveDispute } from './api.js';

const outcomes = [
  { value: 'upheld', text: 'Upheld' },
  { value: 'not_upheld', text: 'Not upheld' },
];

/** @param {{ dispute: import('./api.js').Dispute, levels: import('../tools/api.js').Level[] }} props */
export function ResolveForm({ dispute, levels }) {
  const [given, setGiven] = useState({ state: '', resolved_grade: '', resolution: '' });
  const isUpheld = given.state === 'upheld';
  const settle = useAction(
    () =>
      resolveDispute(dispute, {
        state: isUpheld ? 'upheld' : 'not_upheld',
        resolution: given.resolution,
        resolved_grade: (isUpheld && given.resolved_grade) || null,
      }),
    {
      lacks: () => ({
        '/state': !given.state && 'Say whether the dispute is upheld',
        '/resolved_grade':
          isUpheld && dispute.asks === 'grade' && !given.resolved_grade && 'Say what the grade should have been',
        '/resolution': !isReason(given.resolution) && 'Write why you settle it so: at least 10 characters',
      }),
      refreshes: ['disputes', 'audits'],
    },
  );
  const { problem } = settle;
  return (
    <section aria-labelledby="settle" className="qa-no-print">
      <h2 className="govuk-heading-m" id="settle">
        Settle the dispute
      </h2>
      <Form action={settle}>
        <RadioGroup
          legend="Is it upheld?"
          hint="The audit and its reported grade stay as they are; what you settle is shown beside them."
          isInline
          options={outcomes}
          pointer="/state"
          problem={problem}
          value={given.state}
          onChange={(state) => setGiven({ ...given, state })}
        />
        {isUpheld && (
          <Select
            label="What the grade should have been"
            isOptional={dispute.asks !== 'grade'}
            any="Choose a grade"
            pointer="/resolved_grade"
            options={levels.map(({ code, label }) => ({ value: code, text: label }))}
            problem={problem}
            value={given.resolved_grade}
            onChange={(grade) => setGiven({ ...given, resolved_grade: grade })}
          />
        )}
        <TextArea
          label="Why you settle it so"
          pointer="/resolution"
          maxLength={4000}
          problem={problem}
          value={given.resolution}
          onChange={(resolution) => setGiven({ ...given, resolution })}
        />
        <Button type="submit" isBusy={settle.isBusy}>
          Settle the dispute
        </Button>
      </Form>
    </section>
  );
}
