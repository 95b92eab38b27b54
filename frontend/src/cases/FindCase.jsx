/** The two ways between a child here and the case in the case system: each look is kept in the journal. */
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { useAction } from '../kernel/useAction.js';
import { findCase, findChild } from './api.js';

/** The number under which the case system knows a child, once it is asked for. @param {{ childId: string }} props */
export function CaseNumber({ childId }) {
  const isAllowed = may(useSession(), 'cases:find');
  const find = useAction(() => findCase(childId));
  if (!isAllowed) return null;
  if (find.problem) return <ProblemNotice error={find.problem} onRetry={() => find.run()} />;
  if (find.answer)
    return (
      <span role="status">
        <strong>{find.answer.person_id}</strong> in {find.answer.source_system}
      </span>
    );
  return (
    <span className="qa-no-print">
      <LinkButton onClick={() => find.run()}>{find.isBusy ? 'Finding…' : 'Find in the case system'}</LinkButton>
    </span>
  );
}

/** From the number in the case system to the child. The number is in no address and is not kept. */
export function FindByNumber() {
  const isAllowed = may(useSession(), 'cases:find');
  const navigate = useNavigate();
  const [number, setNumber] = useState('');
  const find = useAction(() => findChild(number.trim()), {
    onDone: ({ items }) => {
      if (items[0] && items.length === 1) void navigate(`/children/${items[0].child_id}`);
    },
  });
  if (!isAllowed) return null;
  return (
    <form
      className="qa-filters"
      aria-label="Find a child by number"
      onSubmit={(event) => {
        event.preventDefault();
        find.run();
      }}
    >
      <ErrorSummary problem={find.problem} />
      <TextField
        label="Number in the case system"
        pointer="/person_id"
        problem={find.problem}
        width={10}
        value={number}
        onChange={setNumber}
      />
      <div className="qa-filters__buttons">
        <Button look="secondary" type="submit" isBusy={find.isBusy}>
          Find child
        </Button>
      </div>
      {find.answer && <Found items={find.answer.items} />}
    </form>
  );
}

/** @param {{ items: import('./api.js').Case[] }} props */
function Found({ items }) {
  if (!items.length)
    return <Notice isSpoken>No child whose work your role reaches has this number in a case system.</Notice>;
  return (
    <ul className="govuk-list">
      {items.map(({ child_id, child_ref, source_system }) => (
        <li key={child_id}>
          <Link className="govuk-link" to={`/children/${child_id}`}>
            {child_ref}
          </Link>{' '}
          from {source_system}
        </li>
      ))}
    </ul>
  );
}
