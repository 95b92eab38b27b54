/** Changing a convention: try a number on the last twelve months, then set it from a day on, with the reason. */
import { useState } from 'react';
import { figure, outOf } from '../kernel/charts/figures.js';
import { TwoLines } from '../kernel/charts/TwoLines.jsx';
import { dayOf, today } from '../kernel/dates.js';
import { problemIn } from '../kernel/problem.js';
import { fieldsOf } from '../kernel/fields.js';
import { Button } from '../kernel/ui/Button.jsx';
import { Checkbox } from '../kernel/ui/Checkbox.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { useAction } from '../kernel/useAction.js';
import { previewSetting, setSetting } from './settings.js';

const blank = () => ({ number: '', from_on: today(), reason: '', changes_the_past: false });

/** The number as it was typed, or the problem with it. @param {string} typed */
function whole(typed) {
  if (!/^\d+$/.test(typed.trim())) throw problemIn({ '/number': 'Give a whole number.' });
  return Number(typed);
}

/** @param {{ indicator: import('./api.js').Indicator, setting: import('./settings.js').Setting }} props */
export function SettingsForm({ indicator, setting }) {
  const [given, setGiven] = useState(blank);
  const trial = useAction(async () =>
    previewSetting(indicator.code, setting.name, { number: whole(given.number), from_on: given.from_on || null }),
  );
  const set = useAction(
    async () => {
      const number = whole(given.number);
      if (!given.from_on) throw problemIn({ '/from_on': 'Give the day from which it counts.' });
      return setSetting(indicator.code, setting.name, { ...given, number });
    },
    { refreshes: ['indicators'], onDone: () => setGiven(blank()) },
  );
  const problem = set.problem ?? trial.problem;
  const field = fieldsOf(given, setGiven, problem);
  const isPast = Boolean(given.from_on) && given.from_on < today();
  function tryOut() {
    set.forget();
    trial.run(undefined);
  }
  function settle() {
    trial.forget();
    if (!set.isBusy) set.run(undefined);
  }
  return (
    <form
      className="qa-form qa-no-print"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        settle();
      }}
    >
      <ErrorSummary problem={problem} />
      {set.isDone && (
        <Notice look="success" isSpoken>
          Set. What counted before stays on record, and figures follow with the next computation.
        </Notice>
      )}
      <TextField
        label={setting.unit === '0 or 1' ? 'New number' : `New number, in ${setting.unit}`}
        hint={`A whole number from ${setting.least} to ${setting.most}.`}
        width={5}
        {...field('number')}
      />
      <TextField label="Counts from" hint="Today or later: the past stands." type="date" {...field('from_on')} />
      <Button look="secondary" isBusy={trial.isBusy} onClick={tryOut}>
        What would this do to last year?
      </Button>
      {trial.answer && !trial.isBusy && <Preview trial={trial.answer} indicator={indicator} />}
      {isPast && (
        <Checkbox
          label="I mean it: published figures since that day will change"
          pointer="/changes_the_past"
          isChecked={given.changes_the_past}
          onChange={(isChecked) => setGiven({ ...given, changes_the_past: isChecked })}
        />
      )}
      <TextArea label="Why" hint="Everybody who reads the indicator sees it." rows={3} {...field('reason')} />
      <Button type="submit" isBusy={set.isBusy}>
        Set it
      </Button>
    </form>
  );
}

/** @param {{ trial: import('./settings.js').Trial, indicator: import('./api.js').Indicator }} props */
function Preview({ trial, indicator }) {
  /** @param {import('./settings.js').Trial['points'][number]['old']} one */
  const words = (one) =>
    one.value === null
      ? 'Nothing to count'
      : `${figure(one.value, { unit: indicator.unit, decimals: indicator.unit === '%' ? 1 : indicator.decimals })}${one.denominator === null ? '' : ` (${outOf(one.numerator, one.denominator, indicator.unit)})`}`;
  /** @param {import('./settings.js').Trial['year']} point @returns {[string, string]} */
  const told = (point) => [words(point.old), words(point.new) === words(point.old) ? 'The same' : words(point.new)];
  return (
    <div aria-live="polite">
      <TwoLines
        title={`The council’s last year, had ${trial.number} counted ${trial.from_on ? `from ${dayOf(trial.from_on)} on` : 'all the while'}`}
        sentence={`${trial.sentence} Nothing is changed yet.`}
        unit={indicator.unit}
        names={['As it is counted', 'As it would be']}
        pairs={trial.points.map((point) => ({
          label: point.label,
          values: [point.old.value, point.new.value],
          words: told(point),
        }))}
        total={{ label: trial.year.label, words: told(trial.year) }}
      />
    </div>
  );
}
