/** Chooses the audit that proves an action: a later, final one of the same child. */
import { Select } from '../kernel/ui/Select.jsx';
import { dayOf } from '../kernel/dates.js';
import { useQuery } from '@tanstack/react-query';
import { api, take } from '../kernel/client.js';

/**
 * @param {object} props
 * @param {import('./api.js').Action} props.action
 * @param {string} props.pointer
 * @param {import('../kernel/problem.js').Problem|null} props.problem
 * @param {string} props.value
 * @param {(value: string) => void} props.onChange
 */
export function ProofAudit({ action, ...field }) {
  const audits = useQuery({
    queryKey: ['audits', 'that may prove', action.child_id],
    enabled: Boolean(action.child_id),
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/audits', {
          params: { query: { child_id: action.child_id ?? undefined, state: 'final', limit: 50 } },
          signal,
        }),
      ),
  });
  const later = (audits.data?.items ?? []).filter(
    ({ id, submitted_at }) => id !== action.source_id && submitted_at && submitted_at > (action.done_at ?? ''),
  );
  if (!later.length) return null;
  return (
    <Select
      label="Later audit that shows it"
      isOptional
      any="None"
      options={later.map(({ id, reference, submitted_at }) => ({
        value: id,
        text: `${reference}, ${dayOf(submitted_at)}`,
      }))}
      {...field}
    />
  );
}
