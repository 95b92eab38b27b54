/** A heat map that is a table: the number always stands in the cell, the colour only repeats it. */

/** @typedef {{ text: string, band: 0|1|2|3|4, words?: string }} HeatCell `band`: 0 nothing known, 4 strongest; `words` are read out after the text */

/**
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.what head of the first column
 * @param {string[]} props.columns
 * @param {{ label: string, cells: HeatCell[] }[]} props.rows
 * @param {boolean} [props.isEven] all columns are equally wide
 */
export function HeatTable({ title, what, columns, rows, isEven = false }) {
  return (
    <div className="qa-scroll" tabIndex={0} role="region" aria-label={title}>
      <table className={`govuk-table qa-heat${isEven ? ' qa-heat--even' : ''}`}>
        <caption className="govuk-table__caption govuk-table__caption--s">{title}</caption>
        <thead>
          <tr>
            <th scope="col" className="govuk-table__header">
              {what}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className="govuk-table__header">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row" className="govuk-table__header">
                {row.label}
              </th>
              {row.cells.map((cell, i) => (
                <td key={columns[i]} className={`qa-heat__cell qa-heat__cell--${cell.band}`}>
                  {cell.text}
                  {cell.words && <span className="govuk-visually-hidden"> {cell.words}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
