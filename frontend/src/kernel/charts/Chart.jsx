/** The frame of every drawing: a title, one sentence that says what it shows, the drawing, and the same figures as a table. */
import { useId } from 'react';
import { Details } from '../ui/Details.jsx';

/** @typedef {string|{ title: string, isText: boolean }} ChartColumn figures stand to the right, words to the left */

/** @param {ChartColumn|undefined} column */
const titleOf = (column) => (typeof column === 'object' ? column.title : (column ?? ''));

/** @param {string} part @param {ChartColumn|undefined} column */
const classOf = (part, column) =>
  `govuk-table__${part}${typeof column === 'object' && column.isText ? '' : ` govuk-table__${part}--numeric`}`;

/**
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.sentence
 * @param {ChartColumn[]} props.columns
 * @param {import('react').ReactNode[][]} props.rows the first cell, a text or a number, names the row
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
                <th key={titleOf(column)} scope="col" className={i ? classOf('header', column) : 'govuk-table__header'}>
                  {titleOf(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={String(row[0])}>
                {row.map((value, i) =>
                  i ? (
                    <td
                      key={titleOf(columns[i])}
                      className={classOf('cell', columns[i])}
                      data-label={titleOf(columns[i])}
                    >
                      {value}
                    </td>
                  ) : (
                    <th
                      key={titleOf(columns[i])}
                      scope="row"
                      className="govuk-table__header"
                      data-label={titleOf(columns[i])}
                    >
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
