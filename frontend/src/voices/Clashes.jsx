/** The same words were changed here and elsewhere: the person says which stay. */
import { Button } from '../kernel/ui/Button.jsx';

/** @param {unknown} value */
const shown = (value) =>
  value === null || value === '' ? 'Nothing' : value === true ? 'Yes' : value === false ? 'No' : String(value);

/** "child/said" as words: Child, said. @param {string} field */
const nameOf = (field) => {
  const words = field
    .split('/')
    .filter((part) => !/-.*-.*-/.test(part))
    .join(', ')
    .replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** @param {{ clashes: import('../kernel/autosave.js').Clash[], onSettle: (field: string, choice: 'mine'|'theirs') => void }} props */
export function Clashes({ clashes, onSettle }) {
  return clashes.map(({ field, mine, theirs, isOwn }) => (
    <div key={field} className="qa-notice qa-notice--warning govuk-body" role="alert">
      <p className="govuk-!-font-weight-bold">
        {nameOf(field)}: {isOwn ? 'written in another tab too' : 'changed elsewhere too'}
      </p>
      <p>Yours here: {shown(mine)}</p>
      <p>
        {isOwn ? 'In the other tab' : 'Saved elsewhere'}: {shown(theirs)}
      </p>
      <div className="qa-buttons">
        <Button look="secondary" onClick={() => onSettle(field, 'mine')}>
          Keep mine
        </Button>
        <Button look="secondary" onClick={() => onSettle(field, 'theirs')}>
          Use the other
        </Button>
      </div>
    </div>
  ));
}
