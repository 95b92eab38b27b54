/** On a final audit's record: the disputes about its grade beside the two grades, and the way to raise one. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { isReason } from '../audits/answers.js';
import { dayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { levelWords } from '../tools/words.js';
import { disputesQuery, raiseDispute } from './api.js';
import { askWords, asks, disputeStates } from './words.js';

/** @typedef {import('../audits/api.js').Audit} Audit */
/** @typedef {import('../tools/api.js').Level[]} Levels */

/** @param {{ audit: Audit, tool: import('../tools/api.js').Tool }} props */
export function AuditDisputes({ audit, tool }) {
  const session = useSession();
  const isFinal = audit.state === 'final';
  const disputes = useQuery({ ...disputesQuery({ audit_id: audit.id }), enabled: isFinal });
  const found = disputes.data?.items ?? [];
  const isOwn = audit.auditor_id === session.me?.id;
  const mayRaise =
    may(session, 'disputes:raise') &&
    disputes.isSuccess &&
    !found.some(({ state }) => state === 'open') &&
    (!isOwn || audit.first_grade !== audit.reported_grade);
  if (!isFinal || (!found.length && !mayRaise)) return null;
  const { levels } = tool.scale;
  return (
    <section aria-labelledby="disputes">
      <h2 className="govuk-heading-s" id="disputes">
        {found.length ? 'Disputes about the grade' : 'The grade'}
      </h2>
      {found.map((dispute) => (
        <Notice key={dispute.id} look={dispute.state === 'open' ? 'warning' : 'info'}>
          <Link className="govuk-link" to={`/disputes/${dispute.id}`}>
            {askWords(dispute.asks)}, raised by {dispute.raised_by_name}
          </Link>{' '}
          on {dayOf(dispute.raised_at)}: {disputeStates[dispute.state]?.text.toLowerCase()}
          {dispute.resolved_grade && `, as the grade should have been ${levelWords(levels, dispute.resolved_grade)}`}.
          {dispute.resolved_grade && ' The reported grade goes on counting.'}
        </Notice>
      ))}
      {mayRaise && (
        <div className="qa-no-print">
          <Details summary="Dispute the grade">
            <RaiseForm audit={audit} levels={levels} />
          </Details>
        </div>
      )}
    </section>
  );
}

/** @param {{ audit: Audit, levels: Levels }} props */
function RaiseForm({ audit, levels }) {
  const [given, setGiven] = useState({ asks: '', claimed_grade: '', words: '' });
  const raise = useAction(
    () =>
      raiseDispute({
        audit_id: audit.id,
        asks: given.asks === 'grade' ? 'grade' : 'another_look',
        claimed_grade: (given.asks === 'grade' && given.claimed_grade) || null,
        words: given.words,
      }),
    {
      lacks: () => ({
        '/asks': !given.asks && 'Say what you ask for',
        '/words': !isReason(given.words) && 'Write why: at least 10 characters',
      }),
      refreshes: ['disputes'],
    },
  );
  const { problem } = raise;
  return (
    <Form action={raise}>
      <RadioGroup
        legend="What do you ask for?"
        options={asks}
        pointer="/asks"
        problem={problem}
        value={given.asks}
        onChange={(asked) => setGiven({ ...given, asks: asked })}
      />
      {given.asks === 'grade' && (
        <Select
          label="The overall grade that you hold to be right"
          isOptional
          any="Choose a grade"
          pointer="/claimed_grade"
          options={levels.map(({ code, label }) => ({ value: code, text: label }))}
          problem={problem}
          value={given.claimed_grade}
          onChange={(grade) => setGiven({ ...given, claimed_grade: grade })}
        />
      )}
      <TextArea
        label="Why"
        hint="What was not read, or read wrongly. Name no child."
        pointer="/words"
        maxLength={4000}
        problem={problem}
        value={given.words}
        onChange={(words) => setGiven({ ...given, words })}
      />
      <Button type="submit" isBusy={raise.isBusy}>
        Raise the dispute
      </Button>
    </Form>
  );
}
