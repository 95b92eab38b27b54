/** A group of the Purple Book as a table: a line for each indicator, its latest figures, and what they say. */
import { Link } from 'react-router';
import { Sparkline } from '../kernel/charts/Sparkline.jsx';
import { figure } from '../kernel/charts/figures.js';
import { RagMark } from '../targets/RagMark.jsx';

/** @typedef {import('./api.js').Line} Line */
/** @typedef {import('./api.js').Book} Book */

/** So many figures have a column of their own; the file and the indicator's page have all. */
const SHOWN = 6;
const shapes = { improvement: '◆', concern: '▲' };

/** @param {{ book: Book, section: Book['sections'][number] }} props */
export function BookTable({ book, section }) {
  const periods = book.periods.slice(-SHOWN);
  return (
    <div className="qa-book__scroll" tabIndex={0} role="region" aria-label={section.title}>
      <table className="govuk-table qa-book__table">
        <caption className="govuk-table__caption govuk-table__caption--m">{section.title}</caption>
        <thead>
          <tr>
            <th scope="col">Indicator</th>
            <th scope="col">Target</th>
            {periods.map((period) => (
              <th scope="col" key={period.start} className="qa-book__number">
                {period.label}
              </th>
            ))}
            <th scope="col">RAG</th>
            <th scope="col">Is it changing?</th>
            <th scope="col">Others</th>
            <th scope="col">Exceptions</th>
          </tr>
        </thead>
        <tbody>
          {section.lines.map((line) => (
            <BookRow key={line.indicator} line={line} unitId={book.unit_id} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** @param {{ line: Line, unitId: string }} props */
function BookRow({ line, unitId }) {
  /** @param {number|null} value @param {string} [status] */
  const shown = (value, status) => figure(value, { unit: line.unit, decimals: line.decimals, status });
  const shape = shapes[/** @type {keyof typeof shapes} */ (line.variation ?? '')];
  return (
    <tr>
      <th scope="row">
        <Link className="govuk-link" to={`/indicators/${line.indicator}?unit_id=${unitId}`}>
          {line.title}
        </Link>
      </th>
      <td>
        {line.target === null ? 'None' : shown(line.target)}
        {line.tolerance !== null && <span className="qa-book__small"> ±{line.tolerance}</span>}
      </td>
      {line.cells.slice(-SHOWN).map((cell, i) => (
        <td key={i} className="qa-book__number">
          <Figure words={cell.value === null ? '' : shown(cell.value)} status={cell.value_status} />{' '}
          <RagMark rag={cell.rag} isShort />
        </td>
      ))}
      <td>
        <RagMark rag={line.rag} />
      </td>
      <td className="qa-book__words">
        <Sparkline values={line.cells.map((cell) => (cell.value_status === 'provisional' ? null : cell.value))} />
        {shape && <span aria-hidden="true">{shape} </span>}
        {line.words}
      </td>
      <td className="qa-book__words">
        <Others line={line} />
      </td>
      <td>
        {line.exceptions === null
          ? '–'
          : line.exceptions.length === 0
            ? 'None open'
            : line.exceptions.map((one) => (
                <Link key={one.id} className="govuk-link qa-book__open" to={`/exceptions/${one.id}`}>
                  {one.reference}
                </Link>
              ))}
      </td>
    </tr>
  );
}

/** A figure, or in a word why there is none. @param {{ words: string, status: string }} props */
function Figure({ words, status }) {
  if (words) return <>{status === 'provisional' ? `${words} so far` : words}</>;
  return <span className="qa-book__small">{status === 'suppressed' ? 'Hidden' : 'No data'}</span>;
}

/** @param {{ line: Line }} props */
function Others({ line }) {
  const known = [line.england, line.region, line.neighbours].filter((one) => one !== null);
  if (!known.length) return <>–</>;
  return known.map((one) => (
    <span key={one.area_name} className="qa-book__other">
      {one.area_name}: {one.value === null ? 'withheld' : figure(one.value, { unit: line.unit, decimals: 1 })} (
      {one.period_label.toLowerCase().replace('march', 'March').replace('september', 'September')})
    </span>
  ));
}
