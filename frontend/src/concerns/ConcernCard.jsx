/** One concern in words, and closing it, for whoever may and did not raise it. */
import { useState } from 'react';
import { momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { counted } from '../kernel/numbers.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { useAction } from '../kernel/useAction.js';
import { closeConcern } from './api.js';

/** How long a concern has been open, or was. @param {number} hours */
export function openFor(hours) {
  if (hours < 1) return 'less than an hour';
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day');
}

/** @param {{ concern: import('./api.js').Concern, level?: 'h2'|'h3', children?: import('react').ReactNode }} props
 *  `children`: where the concern belongs, in lists */
export function ConcernCard({ concern, level = 'h3', children }) {
  const session = useSession();
  const mayClose = concern.is_open && may(session, 'audits:acknowledge') && session.me?.id !== concern.raised_by_id;
  const title = (
    <>
      Safety concern {concern.reference}{' '}
      {concern.is_open ? (
        <Tag colour="red">{concern.is_late ? 'Open, raised before today' : 'Open'}</Tag>
      ) : (
        <Tag colour="green">Closed</Tag>
      )}
    </>
  );
  return (
    <div className={`qa-notice ${concern.is_open ? 'qa-notice--warning' : 'qa-notice--info'} govuk-body`}>
      {level === 'h2' ? <h2 className="govuk-heading-s">{title}</h2> : <h3 className="govuk-heading-s">{title}</h3>}
      {children}
      {concern.what && <p className="qa-words-kept">{concern.what}</p>}
      {concern.done_at_once && <p className="qa-words-kept">At once: {concern.done_at_once}</p>}
      <p>
        Raised by {concern.raised_by_name} on {momentOf(concern.raised_at)}, told to {concern.told_name}.{' '}
        {concern.is_open ? 'Open for' : 'Was open for'} {openFor(concern.hours_open)}.
      </p>
      {!concern.is_open && (
        <p className="qa-words-kept">
          Closed by {concern.closed_by_name}
          {concern.closed_text && `: ${concern.closed_text}`}
        </p>
      )}
      {mayClose && (
        <Details summary="Close this concern">
          <CloseForm concern={concern} />
        </Details>
      )}
    </div>
  );
}

/** @param {{ concern: import('./api.js').Concern }} props */
function CloseForm({ concern }) {
  const [text, setText] = useState('');
  const close = useAction(() => closeConcern(concern, text), {
    lacks: () => ({ '/closed_text': text.trim().length < 10 && 'Write what was done' }),
    refreshes: ['concerns'],
  });
  return (
    <Form action={close}>
      <TextArea
        label="What was done, so that the child is safe"
        pointer="/closed_text"
        problem={close.problem}
        maxLength={4000}
        value={text}
        onChange={setText}
      />
      <Button type="submit" isBusy={close.isBusy}>
        Close the concern
      </Button>
    </Form>
  );
}
