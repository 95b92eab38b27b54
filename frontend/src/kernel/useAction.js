/** One act on the server from a button or a form: busy while it runs, a Problem when it fails, lists fresh when it worked. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { asProblem } from './problem.js';

/**
 * @template Given, Answer
 * @param {(given: Given) => Promise<Answer>} act
 * @param {{ refreshes?: string[], onDone?: (answer: Answer) => void }} [options] `refreshes`: first words of the query keys that are stale afterwards
 */
export function useAction(act, { refreshes = [], onDone } = {}) {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: act,
    onSuccess: async (answer) => {
      await Promise.all(refreshes.map((noun) => client.invalidateQueries({ queryKey: [noun] })));
      onDone?.(answer);
    },
  });
  return {
    run: mutation.mutate,
    isBusy: mutation.isPending,
    isDone: mutation.isSuccess,
    answer: mutation.data,
    problem: mutation.error ? asProblem(mutation.error) : null,
    forget: mutation.reset,
  };
}
