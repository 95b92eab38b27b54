/** One act on the server from a button or a form: busy while it runs, a Problem when it fails, lists fresh when it worked. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { asProblem, problemIn } from './problem.js';

/**
 * @template Answer
 * @template [Given=void]
 * @param {(given: Given) => Promise<Answer>} act
 * @param {object} [options]
 * @param {() => Record<string, string|false>} [options.lacks] what is missing before anything is sent: pointer to words, or false
 * @param {string[]} [options.refreshes] first words of the query keys that are stale afterwards
 * @param {(answer: Answer) => void} [options.onDone]
 */
export function useAction(act, { lacks, refreshes = [], onDone } = {}) {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: (/** @type {Given} */ given) => {
      const missing = lacks && problemIn(lacks());
      return missing ? Promise.reject(missing) : act(given);
    },
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
