/** Red, amber or green as a word and a shape; the colour only helps. */
import './targets.scss';

/** @type {Record<string, { word: string, shape: string }>} */
const marks = {
  green: { word: 'Green', shape: '●' },
  amber: { word: 'Amber', shape: '◆' },
  red: { word: 'Red', shape: '▲' },
};

/** @param {{ rag: string|null, isShort?: boolean }} props `isShort`: the word is there for screen readers alone */
export function RagMark({ rag, isShort = false }) {
  const mark = marks[rag ?? ''];
  if (!mark) return isShort ? null : <>–</>;
  return (
    <span className={`qa-rag qa-rag--${rag}`}>
      <span aria-hidden="true">{mark.shape}</span>{' '}
      <span className={isShort ? 'govuk-visually-hidden' : ''}>{mark.word}</span>
    </span>
  );
}
