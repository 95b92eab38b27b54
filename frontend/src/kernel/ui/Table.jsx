/** A table that sorts through the address and folds into cards on a narrow screen. */
import { LinkButton } from './Button.jsx';

/**
 * @template Row
 * @typedef {object} Column
 * @property {string} key
 * @property {string} title
 * @property {(row: Row) => import('react').ReactNode} cell
 * @property {boolean} [isHeader] this cell names the row
 * @property {boolean} [isNumeric]
 * @property {boolean} [isScreenOnly] it holds only what can be clicked, and is left out on paper
 * @property {string} [sort] the name that the API sorts by
 */

/** @param {string|undefined} sort @param {string} by */
const directionOf = (sort, by) => (sort === by ? 'ascending' : sort === `-${by}` ? 'descending' : undefined);

/** @param {{ isScreenOnly?: boolean }} column */
const onPaper = ({ isScreenOnly = false }) => (isScreenOnly ? ' qa-no-print' : '');

/**
 * @template Row
 * @param {object} props
 * @param {string} props.caption
 * @param {boolean} [props.isCaptionHidden]
 * @param {Column<Row>[]} props.columns
 * @param {Row[]} props.rows
 * @param {(row: Row) => string} props.rowKey
 * @param {string} [props.sort] "due_on", or "-due_on" for descending
 * @param {(sort: string) => void} [props.onSort]
 */
export function Table({ caption, isCaptionHidden = false, columns, rows, rowKey, sort, onSort }) {
  return (
    <table className="govuk-table qa-table">
      <caption className={isCaptionHidden ? 'govuk-visually-hidden' : 'govuk-table__caption govuk-table__caption--s'}>
        {caption}
      </caption>
      <thead className="govuk-table__head">
        <tr className="govuk-table__row">
          {columns.map((column) => {
            const direction = column.sort ? directionOf(sort, column.sort) : undefined;
            return (
              <th
                key={column.key}
                scope="col"
                className={`govuk-table__header${column.isNumeric ? ' govuk-table__header--numeric' : ''}${onPaper(column)}`}
                aria-sort={direction}
              >
                {column.sort && onSort ? (
                  <LinkButton onClick={() => onSort(direction === 'ascending' ? `-${column.sort}` : `${column.sort}`)}>
                    {column.title}
                    <span aria-hidden="true">
                      {direction === 'ascending' ? ' ▲' : direction === 'descending' ? ' ▼' : ' ↕'}
                    </span>
                  </LinkButton>
                ) : (
                  column.title
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody className="govuk-table__body">
        {rows.map((row) => (
          <tr key={rowKey(row)} className="govuk-table__row">
            {columns.map((column) => {
              const numeric = column.isNumeric ? ' govuk-table__cell--numeric' : '';
              return column.isHeader ? (
                <th key={column.key} scope="row" className="govuk-table__header" data-label={column.title}>
                  {column.cell(row)}
                </th>
              ) : (
                <td
                  key={column.key}
                  className={`govuk-table__cell${numeric}${onPaper(column)}`}
                  data-label={column.title}
                >
                  {column.cell(row)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
