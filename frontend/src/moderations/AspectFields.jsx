/** How good an audit is in each aspect that makes one good, with words for its auditor. */
import { isReason } from '../audits/answers.js';
import { TextArea } from '../kernel/ui/Field.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { aspects, qualities } from './words.js';

/** @typedef {import('../kernel/schema.d.ts').components['schemas']} Schemas */
/** @typedef {'evidence'|'childs_voice'|'analysis'|'actions'} Aspect */
/** @typedef {Record<Aspect, { rating: string, words: string }>} Given what is filled in so far; '' is not rated */
/** @typedef {Record<Aspect, Schemas['AspectWrite']>} Rated */

const nothing = { rating: '', words: '' };

/** @type {Given} */
export const blankAspects = { evidence: nothing, childs_voice: nothing, analysis: nothing, actions: nothing };

/** What is still to be said of the aspects, by pointer. @param {Given} given @returns {Record<string, string>} */
export function lacksOfAspects(given) {
  const lacks = aspects.flatMap(({ key, text }) => {
    const { rating, words } = given[key];
    if (!rating) return [[`/aspects/${key}/rating`, `${text}: say how good the audit is in this`]];
    if (rating === 'poor' && !isReason(words))
      return [[`/aspects/${key}/words`, `${text}: write what was poor, at least 10 characters`]];
    return [];
  });
  return Object.fromEntries(lacks);
}

/** @param {{ value: Given, problem: import('../kernel/problem.js').Problem|null, onChange: (value: Given) => void }} props */
export function AspectFields({ value, problem, onChange }) {
  const options = qualities.map(({ value: rating, text }) => ({ value: rating, text }));
  return aspects.map(({ key, text, hint }) => (
    <div key={key} className="qa-aspect">
      <RadioGroup
        legend={text}
        hint={hint}
        isInline
        options={options}
        pointer={`/aspects/${key}/rating`}
        problem={problem}
        value={value[key].rating}
        onChange={(rating) => onChange({ ...value, [key]: { ...value[key], rating } })}
      />
      <TextArea
        label={`${text}: words for the auditor`}
        rows={2}
        isSmall
        isOptional={value[key].rating !== 'poor'}
        maxLength={2000}
        pointer={`/aspects/${key}/words`}
        problem={problem}
        value={value[key].words}
        onChange={(words) => onChange({ ...value, [key]: { ...value[key], words } })}
      />
    </div>
  ));
}
