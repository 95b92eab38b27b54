/** Giving an indicator other words, with the reason: what it is called, never what is counted. */
import { useState } from 'react';
import { asProblem } from '../kernel/problem.js';
import { fieldsOf } from '../kernel/fields.js';
import { Button } from '../kernel/ui/Button.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { useAction } from '../kernel/useAction.js';
import { updateIndicator, wordNames, words } from './versions.js';

/** @typedef {import('./api.js').Indicator} Indicator */

/** The words of an indicator, of which a count has one fewer. @param {Indicator} indicator */
const wordsOf = (indicator) => words.filter((name) => indicator[name] !== null);

/** What a form holds. @param {Indicator} indicator */
const given = (indicator) =>
  /** @type {Record<import('./versions.js').Word | 'reason', string>} */ (
    Object.fromEntries([...wordsOf(indicator).map((name) => [name, indicator[name]]), ['reason', '']])
  );

/** @param {{ indicator: Indicator }} props */
export function WordsForm({ indicator }) {
  // Whatever somebody else writes meanwhile: `base` is what this form was opened on, or has taken in since.
  const [base, setBase] = useState(indicator);
  const [typed, setTyped] = useState(() => given(indicator));
  const mine = wordsOf(base).filter((name) => typed[name].trim() !== base[name]);
  /** Take in what somebody else wrote, but for the words that were changed here too. @param {unknown} error */
  function takeIn(error) {
    const { status, raw } = asProblem(error);
    const current = /** @type {{ current?: Indicator }} */ (raw)?.current;
    if (status !== 412 || !current) return;
    const theirs = given(current);
    setTyped({ ...theirs, ...Object.fromEntries(mine.map((name) => [name, typed[name]])), reason: typed.reason });
    setBase(current);
  }

  const save = useAction(
    async () => {
      const changed = Object.fromEntries(mine.map((name) => [name, typed[name]]));
      try {
        return await updateIndicator(base.code, base.version, { ...changed, reason: typed.reason });
      } catch (error) {
        takeIn(error);
        throw error;
      }
    },
    {
      lacks: () => ({
        '/title': mine.length === 0 && 'Change at least one of the words.',
        ...Object.fromEntries(
          mine.map((name) => [`/${name}`, name !== 'known_gaps' && !typed[name].trim() && 'Write something here.']),
        ),
        '/reason': typed.reason.trim().length < 10 && 'Say why, in ten characters or more.',
      }),
      refreshes: ['indicators', 'charts', 'purple-book'],
    },
  );
  const { problem } = save;
  const isStale = problem?.status === 412;
  const field = fieldsOf(typed, setTyped, problem);

  return (
    <Form action={save} label="Change the words">
      <p className="govuk-body">
        Words say what the figures are. They never change what is counted: that is what the conventions are for. Every
        earlier wording is kept, and everybody who reads the indicator, here or in the feed, sees the new one.
      </p>
      {isStale && (
        <Notice look="warning">
          The words that you did not change are now the other person’s. Where you both changed the same, yours stand
          here: read them again, then keep them, or leave the page and theirs stay.
        </Notice>
      )}
      <TextField label={wordNames.title} {...field('title')} />
      <TextArea label={wordNames.description} rows={3} maxLength={2000} {...field('description')} />
      <TextArea label={wordNames.numerator_text} rows={2} maxLength={500} {...field('numerator_text')} />
      {base.denominator_text !== null && (
        <TextArea label={wordNames.denominator_text} rows={2} maxLength={500} {...field('denominator_text')} />
      )}
      <TextArea label={wordNames.known_gaps} rows={4} maxLength={2000} isOptional {...field('known_gaps')} />
      <TextField label={wordNames.owner} {...field('owner')} />
      <TextArea label="Why" hint="Everybody who reads the indicator sees it." rows={2} {...field('reason')} />
      <Button type="submit" isBusy={save.isBusy}>
        Keep these words
      </Button>
    </Form>
  );
}
