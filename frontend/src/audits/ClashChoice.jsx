/** The same answer was changed here and elsewhere: the person says which stays. */
import { Button } from '../kernel/ui/Button.jsx';
import { gradeWords } from '../tools/words.js';
import { questionAt } from './answers.js';

/** @type {Record<string, string>} */
const names = { first_grade: 'Overall grade', overall_reason: 'Reason for the overall grade', summary: 'Summary' };

/** @param {string} field @param {import('../tools/api.js').Section[]} sections */
function nameOf(field, sections) {
  const question = questionAt(`/${field}`, sections);
  if (!question) return names[field] ?? field;
  return `${field.endsWith('/reason') ? 'Reason' : 'Grade'} for ${question.code}`;
}

/** @param {string} field @param {unknown} value */
function shown(field, value) {
  if (value === null || value === '') return 'Nothing';
  return /choice$|grade$/.test(field) ? gradeWords(String(value)) : String(value);
}

/** @param {{ clash: import('../kernel/autosave.js').Clash, sections: import('../tools/api.js').Section[], onSettle: (choice: 'mine'|'theirs') => void }} props */
export function ClashChoice({ clash, sections, onSettle }) {
  return (
    <div className="qa-notice qa-notice--warning govuk-body" role="alert">
      <p className="govuk-!-font-weight-bold">
        {nameOf(clash.field, sections)} was {clash.isOwn ? 'written in another tab too' : 'changed elsewhere too'}
      </p>
      <p>Yours here: {shown(clash.field, clash.mine)}</p>
      <p>
        {clash.isOwn ? 'In the other tab' : 'Saved elsewhere'}: {shown(clash.field, clash.theirs)}
      </p>
      <div className="qa-buttons">
        <Button look="secondary" onClick={() => onSettle('mine')}>
          Keep mine
        </Button>
        <Button look="secondary" onClick={() => onSettle('theirs')}>
          Use the other
        </Button>
      </div>
    </div>
  );
}
