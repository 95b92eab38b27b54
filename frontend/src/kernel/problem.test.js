/** What the API refuses reaches the field that it speaks of. */
import { expect, it } from 'vitest';
import { asProblem, fieldId, problemIn, problemOf } from './problem.js';

it('gives each field its own words', () => {
  const problem = problemOf(422, {
    code: 'not_valid',
    detail: 'The request is not valid.',
    errors: [{ pointer: '/answers/q-1/reason', code: 'missing', detail: 'Give a reason for 1.1' }],
  });
  expect(problem.at('/answers/q-1/reason')).toBe('Give a reason for 1.1');
  expect(problem.at('/first_grade')).toBeUndefined();
  expect(fieldId('/answers/q-1/reason')).toBe('field-answers-q-1-reason');
});

it('has words of its own when a proxy answers with a page instead of a problem', () => {
  expect(problemOf(404, '<html>').message).toMatch(/does not exist/);
  expect(problemOf(502, undefined).message).toMatch(/Something went wrong/);
});

it('keeps the whole answer, which may hold what somebody else wrote', () => {
  const body = { code: 'stale', current: { version: 4 } };
  expect(problemOf(412, body).raw).toBe(body);
});

it('is nothing when nothing is missing', () => {
  expect(problemIn({})).toBeNull();
  expect(asProblem(new TypeError('x')).status).toBe(-1);
});
