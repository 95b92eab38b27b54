/** The fields of an action that is set: what, who, who verifies, until when. Shared with what other rooms set. */
import { fieldsOf } from '../kernel/fields.js';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { PersonChoice } from './PersonChoice.jsx';

export const blankAction = { title: '', detail: '', owner_id: '', verifier_id: '', due_on: '' };

/** What lacks before an action can be set, by pointer. @param {typeof blankAction} given @param {string} [at] */
export const lacksOfAction = (given, at = '') => ({
  ...(!given.title.trim() && { [`${at}/title`]: 'Say in a few words what is to be done' }),
  ...(!given.owner_id && { [`${at}/owner_id`]: 'Choose who is to do it' }),
});

/** As it is sent. @param {typeof blankAction} given */
export const bodyOfAction = (given) => ({
  title: given.title,
  detail: given.detail,
  owner_id: given.owner_id,
  verifier_id: given.verifier_id || null,
  due_on: given.due_on || null,
});

/**
 * @param {object} props
 * @param {typeof blankAction} props.given
 * @param {(given: typeof blankAction) => void} props.onChange
 * @param {import('../kernel/problem.js').Problem|null} props.problem
 */
export function ActionFields({ given, onChange, problem }) {
  const field = fieldsOf(given, onChange, problem);
  return (
    <>
      <TextField label="What is to be done" {...field('title')} />
      <TextArea label="More about it" isOptional maxLength={10000} {...field('detail')} />
      <PersonChoice label="Who is to do it" to="complete" {...field('owner_id')} />
      <PersonChoice
        label="Who verifies it"
        hint="Somebody other than who does it. You, if you may verify and choose nobody."
        to="verify"
        isOptional
        but={[given.owner_id]}
        {...field('verifier_id')}
      />
      <TextField
        label="Due"
        type="date"
        isOptional
        hint="Left empty, it is due after the working days your council has settled."
        {...field('due_on')}
      />
    </>
  );
}
