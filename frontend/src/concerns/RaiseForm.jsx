/** Raises a concern: what was seen, what was done at once, and who is told today. Nothing else stands in the way. */
import { useQuery } from '@tanstack/react-query';
import { Button } from '../kernel/ui/Button.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { useAction } from '../kernel/useAction.js';
import { useDraft } from '../kernel/useDraft.js';
import { raiseConcern, toldQuery } from './api.js';

const blank = { what: '', done_at_once: '', told_id: '' };

/** @param {{ auditId: string }} props */
export function RaiseForm({ auditId }) {
  const draft = useDraft(`concern ${auditId}`, blank);
  const people = useQuery(toldQuery(auditId));
  const given = draft.value;
  const raise = useAction(
    async () => {
      const concern = await raiseConcern({ audit_id: auditId, ...given });
      await draft.forget();
      return concern;
    },
    {
      lacks: () => ({
        '/what': given.what.trim().length < 10 && 'Write what you have seen: at least 10 characters',
        '/told_id': !given.told_id && 'Choose who is told today',
      }),
      refreshes: ['concerns'],
      onDone: () => draft.set(blank),
    },
  );
  const { problem } = raise;
  /** @param {keyof typeof blank} name */
  const field = (name) => ({
    pointer: `/${name}`,
    problem,
    value: given[name],
    onChange: (/** @type {string} */ value) => draft.set({ ...given, [name]: value }),
  });
  return (
    <Form action={raise}>
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
    </Form>
  );
}
