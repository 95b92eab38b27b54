/** Raises a concern: what was seen, what was done at once, and who is told today. Nothing else stands in the way. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemIn } from '../kernel/problem.js';
import { Button } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { useDraft } from '../kernel/useDraft.js';
import { raiseConcern, toldQuery } from './api.js';

const blank = { what: '', done_at_once: '', told_id: '' };

/** @param {{ auditId: string }} props */
export function RaiseForm({ auditId }) {
  const draft = useDraft(`concern ${auditId}`, blank);
  const [missing, setMissing] = useState(/** @type {import('../kernel/problem.js').Problem|null} */ (null));
  const people = useQuery(toldQuery(auditId));
  const given = draft.value;
  const raise = useAction(
    async () => {
      const concern = await raiseConcern({ audit_id: auditId, ...given });
      await draft.forget();
      return concern;
    },
    { refreshes: ['concerns'], onDone: () => draft.set(blank) },
  );
  const problem = missing ?? raise.problem;
  /** @param {keyof typeof blank} name */
  const field = (name) => ({
    pointer: `/${name}`,
    problem,
    value: given[name],
    onChange: (/** @type {string} */ value) => draft.set({ ...given, [name]: value }),
  });
  return (
    <form
      className="qa-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const lacks = problemIn({
          ...(given.what.trim().length < 10 && { '/what': 'Write what you have seen: at least 10 characters' }),
          ...(!given.told_id && { '/told_id': 'Choose who is told today' }),
        });
        setMissing(lacks);
        if (!lacks && !raise.isBusy) raise.run(undefined);
      }}
    >
      <ErrorSummary problem={problem} />
      <TextArea label="What makes you fear for the child’s safety" maxLength={4000} {...field('what')} />
      <TextArea
        label="What you have done at once"
        hint="Such as whom you rang. A concern here does not replace a call."
        isOptional
        maxLength={4000}
        {...field('done_at_once')}
      />
      <Select
        label="Who is told today"
        hint="Those who answer for the child’s team. It stands on their first page until somebody closes it."
        any={people.isPending ? 'Loading people…' : 'Choose somebody'}
        options={(people.data?.items ?? []).map(({ id, name, job_title }) => ({
          value: id,
          text: job_title ? `${name}, ${job_title}` : name,
        }))}
        {...field('told_id')}
      />
      <Button type="submit" look="warning" isBusy={raise.isBusy}>
        Raise the concern
      </Button>
    </form>
  );
}
