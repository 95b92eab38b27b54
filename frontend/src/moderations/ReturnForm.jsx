/** Sends an audit back to its auditor: too poor to be graded a second time, or to stand. */
import { useState } from 'react';
import { isReason } from '../audits/answers.js';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { useAction } from '../kernel/useAction.js';
import { returnModeration } from './api.js';

/** @param {{ moderation: import('./api.js').Moderation }} props */
export function ReturnForm({ moderation }) {
  const [reason, setReason] = useState('');
  const sending = useAction(() => returnModeration(moderation, { reason }), {
    lacks: () => ({
      '/return/reason': !isReason(reason) && 'Write what is to be done again: at least 10 characters',
    }),
    refreshes: ['moderations', 'audits'],
  });
  const { problem } = sending;
  return (
    <div className="qa-no-print">
      <Details summary="Send the audit back for rework">
        <Form action={sending}>
          <p className="govuk-body">
            Where the audit is too poor to stand. This moderation ends; handed in again, the audit is moderated again.
            What was submitted is kept.
          </p>
          <TextArea
            label="What is to be done again, for the auditor"
            pointer="/return/reason"
            maxLength={4000}
            problem={problem}
            value={reason}
            onChange={setReason}
          />
          <Button type="submit" look="secondary" isBusy={sending.isBusy}>
            Send it back
          </Button>
        </Form>
      </Details>
    </div>
  );
}
