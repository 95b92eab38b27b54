/** On an indicator's page: what happened that its chart ought to show, and a form to say so. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { useAction } from '../kernel/useAction.js';
import { notesQuery, withdrawAnnotation } from './api.js';
import { NoteForm } from './NoteForm.jsx';

/** @param {{ code: string, filters: { unit_id: string } }} props */
export function NotesPanel({ code, filters: { unit_id } }) {
  const session = useSession();
  const notes = useQuery(notesQuery(code, unit_id));
  const mayWrite = may(session, 'annotations:write');
  return (
    <>
      <h2 className="govuk-heading-m">What happened</h2>
      <Loaded query={notes} loading="Loading notes…">
        {({ items }) =>
          items.length ? (
            <ul className="govuk-list">
              {items
                .toSorted((a, b) => b.happened_on.localeCompare(a.happened_on))
                .map((note) => (
                  <li key={note.id}>
                    <strong>{dayOf(note.happened_on)}</strong>: {note.words} ({note.unit_name ?? 'everywhere'})
                    {note.is_rebase && <>. Limits were worked out anew{note.reason ? `: ${note.reason}` : '.'}</>}
                    {mayWrite && <Withdraw note={note} />}
                  </li>
                ))}
            </ul>
          ) : (
            <p className="govuk-body">Nothing is noted here.</p>
          )
        }
      </Loaded>
      {mayWrite && (
        <div className="qa-no-print">
          <Details summary="Add a note, or have limits worked out anew">
            <NoteForm code={code} unitId={unit_id} />
          </Details>
        </div>
      )}
    </>
  );
}

/** @param {{ note: import('./api.js').Annotation }} props */
function Withdraw({ note }) {
  const [reason, setReason] = useState('');
  const withdraw = useAction(withdrawAnnotation, { refreshes: ['annotations', 'charts'] });
  return (
    <div className="qa-no-print">
      <Details
        summary={
          <>
            Withdraw<span className="govuk-visually-hidden"> the note “{note.words}”</span>
          </>
        }
      >
        <ErrorSummary problem={withdraw.problem} />
        <TextArea
          label="Why it no longer stands"
          pointer="/reason"
          problem={withdraw.problem}
          rows={2}
          maxLength={4000}
          value={reason}
          onChange={setReason}
        />
        <Button look="warning" isBusy={withdraw.isBusy} onClick={() => withdraw.run({ id: note.id, reason })}>
          Withdraw the note
        </Button>
      </Details>
    </div>
  );
}
