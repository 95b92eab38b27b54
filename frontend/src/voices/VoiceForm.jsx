/** One person's voice: whether they were asked and, where they gave it, what they said and what it changed. */
import { LinkButton } from '../kernel/ui/Button.jsx';
import { Checkbox } from '../kernel/ui/Checkbox.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { sectionName } from '../tools/words.js';
import { askers, means, reasonLabels, relations, speakerOf, stateOptions, titleOf } from './words.js';

/**
 * @typedef {object} VoiceProps
 * @property {string} place "child", "family_2"
 * @property {string} the "the child"
 * @property {import('../tools/api.js').Tool} tool
 * @property {import('../kernel/autosave.js').Fields} values
 * @property {(field: string, value: unknown) => void} onChange
 * @property {() => void} [onRemove] takes somebody of the family out again
 */

/** @param {VoiceProps} props */
export function VoiceForm({ place, the, tool, values, onChange, onRemove }) {
  const isFamily = speakerOf(place) === 'family';
  const state = /** @type {string|null} */ (values[`${place}/state`] ?? null);
  const relation = /** @type {string|null} */ (values[`${place}/relation`] ?? null);
  const write = (/** @type {string} */ name) => (/** @type {unknown} */ value) => onChange(`${place}/${name}`, value);
  const label = reasonLabels[state ?? ''];
  return (
    <div className="qa-voice" role="group" aria-label={titleOf(place, relation)}>
      {isFamily && (
        <Select
          label="Who they are to the child"
          hint="No names."
          pointer={`/voices/${place}/relation`}
          any="Choose"
          options={relations}
          value={relation ?? ''}
          onChange={(value) => write('relation')(value || null)}
        />
      )}
      <RadioGroup
        legend={isFamily ? 'Was this person asked?' : `Was ${the} asked?`}
        pointer={`/voices/${place}/state`}
        options={stateOptions}
        value={state}
        onChange={write('state')}
      />
      {label && (
        <TextArea
          label={label}
          pointer={`/voices/${place}/reason`}
          isOptional={state === 'declined'}
          rows={2}
          maxLength={10000}
          value={String(values[`${place}/reason`] ?? '')}
          onChange={write('reason')}
        />
      )}
      {state === 'given' && <Given place={place} the={the} tool={tool} values={values} onChange={onChange} />}
      {isFamily && onRemove && (
        <p className="govuk-body">
          <LinkButton onClick={onRemove}>
            Take out {titleOf(place, relation).toLowerCase()}
            <span className="govuk-visually-hidden"> and what is written about them here</span>
          </LinkButton>
        </p>
      )}
    </div>
  );
}

/** @param {VoiceProps} props */
function Given({ place, the, tool, values, onChange }) {
  const text = (/** @type {string} */ name) => String(values[`${place}/${name}`] ?? '');
  /** @param {string} name */
  const field = (name) => ({
    pointer: `/voices/${place}/${name}`,
    value: text(name),
    onChange: (/** @type {string} */ value) => onChange(`${place}/${name}`, value),
  });
  const orNothing = (/** @type {string} */ name) => (/** @type {string} */ value) =>
    onChange(`${place}/${name}`, value || null);
  const isChanged = values[`${place}/is_judgement_changed`];
  return (
    <>
      <div className="qa-voice__how">
        <Select
          label="How they were heard"
          any="Choose"
          options={means}
          {...field('means')}
          onChange={orNothing('means')}
        />
        <TextField label="On" type="date" {...field('heard_on')} onChange={orNothing('heard_on')} />
        <Select
          label="Who asked"
          any="Choose"
          options={askers}
          {...field('asked_by')}
          onChange={orNothing('asked_by')}
        />
      </div>
      <TextArea
        label="What they said, in their own words"
        hint="Without names."
        rows={4}
        maxLength={10000}
        {...field('said')}
      />
      <Details summary="What they said about single standards" isOpen={hasWords(place, values)}>
        {tool.sections.map((section) => (
          <div key={section.id} className="qa-voice__standard">
            <TextArea
              label={sectionName(section)}
              rows={2}
              maxLength={10000}
              {...field(`sections/${section.id}/said`)}
            />
            <Checkbox
              label="It changed my judgement here"
              pointer={`/voices/${place}/sections/${section.id}/is_judgement_changed`}
              isChecked={values[`${place}/sections/${section.id}/is_judgement_changed`] === true}
              onChange={(value) => onChange(`${place}/sections/${section.id}/is_judgement_changed`, value)}
            />
          </div>
        ))}
      </Details>
      <RadioGroup
        legend={`Did what ${the} said change your judgement?`}
        pointer={`/voices/${place}/is_judgement_changed`}
        isInline
        options={[
          { value: 'yes', text: 'Yes' },
          { value: 'no', text: 'No' },
        ]}
        value={isChanged === true ? 'yes' : isChanged === false ? 'no' : null}
        onChange={(value) => onChange(`${place}/is_judgement_changed`, value === 'yes')}
      />
      {isChanged === true && <TextArea label="What it changed, and of which standard" rows={2} {...field('change')} />}
    </>
  );
}

/** Whether something is written about a single standard. @param {string} place @param {import('../kernel/autosave.js').Fields} values */
const hasWords = (place, values) =>
  Object.entries(values).some(([field, value]) => field.startsWith(`${place}/sections/`) && Boolean(value));
