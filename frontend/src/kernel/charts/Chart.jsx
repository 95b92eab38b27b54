/** The frame of every drawing: a title, one sentence that says what it shows, the drawing, and the same figures as a table. */
import { useId } from 'react';
import { Details } from '../ui/Details.jsx';

/**
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.sentence
 * @param {string[]} props.columns
 * @param {(string|number)[][]} props.rows the first cell names the row
 * @param {(describedBy: string) => import('react').ReactNode} props.children draws; gets the id of the sentence
 */
export function Chart({ title, sentence, columns, rows, children }) {
  const id = useId();
  return (
    <figure className="qa-chart">
      <figcaption>
        <h2 className="govuk-heading-s qa-chart__title">{title}</h2>
        <p className="qa-chart__sentence" id={id}>
          {sentence}
        </p>
      </figcaption>
      {children(id)}
      <Details
        summary={
          <>
            Show as a table<span className="govuk-visually-hidden">: {title}</span>
          </>
        }
      >
        <table className="govuk-table qa-table">
          <caption className="govuk-visually-hidden">{title}</caption>
          <thead>
            <tr>
              {columns.map((column, i) => (
                <th
                  key={column}
                  scope="col"
                  className={`govuk-table__header${i ? ' govuk-table__header--numeric' : ''}`}
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row[0]}>
                {row.map((value, i) =>
                  i ? (
                    <td
                      key={columns[i]}
                      className="govuk-table__cell govuk-table__cell--numeric"
                      data-label={columns[i]}
                    >
                      {value}
                    </td>
                  ) : (
                    <th key={columns[i]} scope="row" className="govuk-table__header" data-label={columns[i]}>
                      {value}
                    </th>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Details>
    </figure>
  );
}
