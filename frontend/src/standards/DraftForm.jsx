/** Rewords a draft, one standard at a time. Only what was changed is sent, with the version it was changed from. */
import { useState } from 'react';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { useFilters } from '../kernel/ui/FilterBar.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { useAction } from '../kernel/useAction.js';
import { updateVersion } from './api.js';
import { StandardNav } from './StandardNav.jsx';

/** @typedef {'standards'|'criteria'} Level */
/** @typedef {'text'|'note'} Part */

/** @param {{ version: import('./api.js').Version, onDone: () => void }} props */
export function DraftForm({ version, onDone }) {
  const { filters } = useFilters({ standard: '1' });
  const [change, setChange] = useState(/** @type {import('./api.js').Rewording} */ ({}));
  const save = useAction(() => updateVersion(version, change), {
    refreshes: ['standards'],
    onDone: () => {
      setChange({});
      onDone();
    },
  });
  const standard = version.standards.find(({ number }) => String(number) === filters.standard) ?? version.standards[0];
  const count = Object.keys(change.standards ?? {}).length + Object.keys(change.criteria ?? {}).length;

  /** @param {Level} level @param {{ id: string, text: string, note: string|null }} clause @param {Part} part */
  const field = (level, clause, part) => ({
    pointer: `/${level}/${clause.id}/${part}`,
    problem: save.problem,
    value: change[level]?.[clause.id]?.[part] ?? clause[part] ?? '',
    onChange: (/** @type {string} */ value) =>
      setChange({
        ...change,
        [level]: { ...change[level], [clause.id]: { ...change[level]?.[clause.id], [part]: value } },
      }),
  });

  return (
    <div className="qa-columns">
      <StandardNav standards={version.standards} current={String(standard?.number ?? '')} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.run(undefined);
        }}
      >
        <ErrorSummary problem={save.problem} />
        {standard && (
          <fieldset className="govuk-fieldset">
            <legend className="govuk-fieldset__legend govuk-fieldset__legend--m">Standard {standard.number}</legend>
            <TextArea label="Words of the standard" rows={3} {...field('standards', standard, 'text')} />
            <TextArea label="Note on the standard" rows={2} isOptional {...field('standards', standard, 'note')} />
            {standard.criteria.map((criterion) => (
              <div className="qa-clause" key={criterion.id}>
                <TextArea label={`Words of ${criterion.code}`} rows={3} {...field('criteria', criterion, 'text')} />
                <TextArea
                  label={`Note on ${criterion.code}`}
                  rows={1}
                  isOptional
                  {...field('criteria', criterion, 'note')}
                />
              </div>
            ))}
          </fieldset>
        )}
        <Notice isSpoken>
          {count
            ? `${count} ${count === 1 ? 'clause has' : 'clauses have'} changes that are not saved.`
            : 'No changes.'}
        </Notice>
        <div className="qa-buttons">
          <Button type="submit" isBusy={save.isBusy}>
            Save the draft
          </Button>
          <LinkButton onClick={onDone}>Cancel</LinkButton>
        </div>
      </form>
    </div>
  );
}
