/** Whose cases may be drawn, as a rule: what is left empty leaves everybody in. */
import { useQuery } from '@tanstack/react-query';
import { unitsQuery } from '../access/api.js';
import { unitOptions } from '../access/UnitSelect.jsx';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Checkbox } from '../kernel/ui/Checkbox.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { CheckGroup } from './CheckGroup.jsx';
import { ageBands, caseTypes, flags, planTypes, strataOptions } from './words.js';

/** @typedef {import('./form.js').Given} Given */

/** @param {{ given: Given, set: (change: Partial<Given>) => void, problem: import('../kernel/problem.js').Problem|null }} props */
export function FrameFields({ given, set, problem }) {
  const units = useQuery(unitsQuery());
  /** @param {'unit_ids'|'case_types'|'age_bands'|'plan_types'|'stratify_by'} name */
  const checks = (name) => ({
    pointer: name === 'stratify_by' ? '/stratify_by' : `/rule/${name}`,
    values: given[name],
    onChange: (/** @type {string[]} */ values) => set({ [name]: values }),
  });
  const teams = unitOptions(units.data ?? []).filter(({ text }) => text.startsWith('\u00a0'));
  return (
    <>
      <CheckGroup legend="Case types" options={caseTypes} {...checks('case_types')} />
      <Flags given={given} set={set} />
      <Details summary={`Teams and services${given.unit_ids.length ? `: ${given.unit_ids.length} chosen` : ': all'}`}>
        <CheckGroup legend="Teams and services" options={teams} {...checks('unit_ids')} />
      </Details>
      <Details summary="Ages, plans and workers">
        <CheckGroup legend="Ages" options={ageBands} {...checks('age_bands')} />
        <CheckGroup legend="Plans" options={planTypes} {...checks('plan_types')} />
        <TextField
          label="Workers"
          hint="Their codes in the case system, with commas between them."
          pointer="/rule/worker_codes"
          problem={problem}
          isOptional
          value={given.workers}
          onChange={(workers) => set({ workers })}
        />
      </Details>
      <Details summary={`Leave out${given.excluded.length ? `: ${given.excluded.length} by name` : ''}`}>
        <TextField
          label="Leave out children audited within so many months"
          hint="Empty: as the council has settled. 0: leave nobody out for that."
          type="number"
          width={5}
          pointer="/rule/recently_audited_months"
          problem={problem}
          isOptional
          value={given.months}
          onChange={(months) => set({ months })}
        />
        <Named given={given} set={set} problem={problem} />
      </Details>
      <CheckGroup
        legend="Divide the frame by"
        hint="Each part gives its share of the cases."
        options={strataOptions}
        {...checks('stratify_by')}
      />
      <TextField
        label="Of each part at least"
        type="number"
        width={5}
        pointer="/minimum"
        problem={problem}
        value={given.minimum}
        onChange={(minimum) => set({ minimum })}
      />
    </>
  );
}

/** @param {{ given: Given, set: (change: Partial<Given>) => void }} props */
function Flags({ given, set }) {
  const chosen = Object.keys(given.flags);
  return (
    <fieldset className="govuk-fieldset rounds-checks">
      <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">What the data say</legend>
      {flags.map(({ value, text, unit, number }) => (
        <div className="rounds-flag" key={value}>
          <Checkbox
            label={unit ? `${text} …` : text}
            pointer={`/rule/flags/${value}`}
            isChecked={value in given.flags}
            onChange={(isChecked) => {
              const { [value]: _, ...others } = given.flags;
              set({ flags: isChecked ? { ...others, [value]: String(number) } : others });
            }}
          />
          {value in given.flags && unit && (
            <TextField
              label={`${text} (${unit})`}
              type="number"
              width={5}
              isSmall
              pointer={`/rule/flags/${value}/number`}
              value={given.flags[value] ?? ''}
              onChange={(changed) => set({ flags: { ...given.flags, [value]: changed } })}
            />
          )}
        </div>
      ))}
      {chosen.length > 1 && (
        <RadioGroup
          legend="Of these"
          pointer="/rule/flags_needed"
          isInline
          options={[
            { value: 'all', text: 'all must hold' },
            { value: 'any', text: 'any is enough' },
          ]}
          value={given.flags_needed}
          onChange={(needed) => set({ flags_needed: needed })}
        />
      )}
    </fieldset>
  );
}

/** Children who are left out by name, each with the reason. @param {{ given: Given, set: (change: Partial<Given>) => void, problem: import('../kernel/problem.js').Problem|null }} props */
function Named({ given, set, problem }) {
  /** @param {number} place @param {Partial<Given['excluded'][number]>} change */
  const change = (place, change) =>
    set({ excluded: given.excluded.map((one, i) => (i === place ? { ...one, ...change } : one)) });
  return (
    <>
      {given.excluded.map((one, i) => (
        <fieldset className="govuk-fieldset rounds-line" key={i}>
          <legend className="govuk-visually-hidden">Child {i + 1} left out by name</legend>
          <TextField
            label="Child’s reference"
            isSmall
            pointer={`/rule/excluded/${i}/child_ref`}
            problem={problem}
            value={one.child_ref}
            onChange={(ref) => change(i, { child_ref: ref.toUpperCase() })}
          />
          <TextField
            label="Reason"
            isSmall
            pointer={`/rule/excluded/${i}/reason`}
            problem={problem}
            value={one.reason}
            onChange={(reason) => change(i, { reason })}
          />
          <LinkButton onClick={() => set({ excluded: given.excluded.filter((_, other) => other !== i) })}>
            Take out<span className="govuk-visually-hidden"> child {i + 1}</span>
          </LinkButton>
        </fieldset>
      ))}
      <Button look="secondary" onClick={() => set({ excluded: [...given.excluded, { child_ref: '', reason: '' }] })}>
        Leave a child out by name
      </Button>
    </>
  );
}
