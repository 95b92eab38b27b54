/** A text with what was taken out and what came in, told apart by marks, by colour and for a screen reader by words. */

/** @param {{ words: import('./api.js').Word[] }} props */
export function ChangedWords({ words }) {
  return (
    <p className="govuk-body qa-words">
      {words.map((word, i) => {
        const key = `${i} ${word.op}`;
        if (word.op === 'removed') {
          return (
            <del key={key}>
              <span className="govuk-visually-hidden"> taken out: </span>
              {word.text}
              <span className="govuk-visually-hidden"> end of taken out </span>
            </del>
          );
        }
        if (word.op === 'added') {
          return (
            <ins key={key}>
              <span className="govuk-visually-hidden"> new: </span>
              {word.text}
              <span className="govuk-visually-hidden"> end of new </span>
            </ins>
          );
        }
        return <span key={key}>{word.text}</span>;
      })}
    </p>
  );
}
