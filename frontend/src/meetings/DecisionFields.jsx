/** One decision while it is written: beneath which section, what, and what follows from it. */
import { LinkButton } from '../kernel/ui/Button.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { decisionKinds } from './words.js';
import './meetings.scss';

/**
 * @typedef {object} Draft
 * @property {string} key
 * @property {string} section
 * @property {'noted'|'action'|'further_audits'} kind
 * @property {string} words
 * @property {string} owner_id
 * @property {string} due_on
 * @property {string} tool_id
 * @property {string} audits_count
 */

/** @type {Draft} */
export const blankDecision = {
  key: '',
  section: 'other',
  kind: 'noted',
  words: '',
  owner_id: '',
  due_on: '',
  tool_id: '',
  audits_count: '',
};

/**
 * @param {object} props
 * @param {number} props.place
 * @param {Draft} props.decision
 * @param {{ value: string, text: string }[]} props.sections
 * @param {{ id: string, name: string, unit_name?: string|null }[]} props.owners
 * @param {{ id: string, title: string }[]} props.tools
 * @param {import('../kernel/problem.js').Problem|null} props.problem
 * @param {(change: Partial<Draft>) => void} props.onChange
 * @param {() => void} props.onRemove
 */
export function DecisionFields({ place, decision, sections, owners, tools, problem, onChange, onRemove }) {
  const at = `/decisions/${place}`;
  return (
    <fieldset className="govuk-fieldset qa-agenda">
      <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">Decision {place + 1}</legend>
      <Select
        label="Beneath"
        pointer={`${at}/section`}
        options={sections}
        problem={problem}
        value={decision.section}
        onChange={(section) => onChange({ section })}
      />
      <TextArea
        label="What was decided"
        pointer={`${at}/words`}
        problem={problem}
        rows={2}
        maxLength={4000}
        value={decision.words}
        onChange={(words) => onChange({ words })}
      />
      <RadioGroup
        legend="What follows"
        pointer={`${at}/kind`}
        options={decisionKinds}
        problem={problem}
        value={decision.kind}
        onChange={(kind) => onChange({ kind: /** @type {Draft['kind']} */ (kind) })}
      />
      {decision.kind === 'action' && (
        <>
          <Select
            label="Who does it"
            pointer={`${at}/owner_id`}
            any="Choose somebody"
            options={owners.map(({ id, name, unit_name }) => ({
              value: id,
              text: unit_name ? `${name}, ${unit_name}` : name,
            }))}
            problem={problem}
            value={decision.owner_id}
            onChange={(owner_id) => onChange({ owner_id })}
          />
          <TextField
            label="By when"
            type="date"
            pointer={`${at}/due_on`}
            problem={problem}
            value={decision.due_on}
            onChange={(due_on) => onChange({ due_on })}
          />
        </>
      )}
      {decision.kind === 'further_audits' && (
        <>
          <Select
            label="With which tool"
            pointer={`${at}/tool_id`}
            any="Choose a tool"
            options={tools.map(({ id, title }) => ({ value: id, text: title }))}
            problem={problem}
            value={decision.tool_id}
            onChange={(tool_id) => onChange({ tool_id })}
          />
          <TextField
            label="How many"
            type="number"
            width={5}
            pointer={`${at}/audits_count`}
            problem={problem}
            value={decision.audits_count}
            onChange={(audits_count) => onChange({ audits_count })}
          />
        </>
      )}
      <LinkButton onClick={onRemove}>
        Leave it out<span className="govuk-visually-hidden">: decision {place + 1}</span>
      </LinkButton>
    </fieldset>
  );
}
