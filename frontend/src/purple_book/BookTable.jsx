/** A group of the Purple Book as a table: a line for each indicator, its latest figures, and what they say. */
import { Link } from 'react-router';
import { Sparkline } from '../kernel/charts/Sparkline.jsx';
import { figure } from '../kernel/charts/figures.js';
import { AssuranceIcon, VariationIcon } from '../kernel/charts/marks.jsx';
import { EvidenceLink } from '../indicators/EvidenceLink.jsx';
import { RagMark } from '../targets/RagMark.jsx';

/** @typedef {import('./api.js').Line} Line */
/** @typedef {import('./api.js').Book} Book */

/** So many figures have a column of their own; the file and the indicator's page have all. */
const SHOWN = 6;

/** @param {{ book: Book, section: Book['sections'][number] }} props */
export function BookTable({ book, section }) {
  const periods = book.periods.slice(-SHOWN);
  const lines = book.sections.flatMap((one) => one.lines);
  const columns = { others: lines.some(hasOthers), exceptions: lines.some((line) => line.exceptions !== null) };
  return (
    <div className="qa-book__scroll" tabIndex={0} role="region" aria-label={section.title}>
      <table className="govuk-table qa-table qa-book__table">
        <caption className="govuk-table__caption govuk-table__caption--m">{section.title}</caption>
        <thead>
          <tr>
            <th scope="col" className="qa-book__title">
              Indicator
            </th>
            <th scope="col">Target</th>
            {periods.map((period) => (
              <th scope="col" key={period.start} className="qa-book__number">
                {period.label}
              </th>
            ))}
            <th scope="col">RAG</th>
            <th scope="col">Is it changing?</th>
            {columns.others && <th scope="col">Others</th>}
            {columns.exceptions && <th scope="col">Exceptions</th>}
          </tr>
        </thead>
        <tbody>
          {section.lines.map((line) => (
            <BookRow key={line.indicator} line={line} book={book} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** @param {{ line: Line, book: Book, columns: { others: boolean, exceptions: boolean } }} props */
function BookRow({ line, book, columns }) {
  const periods = book.periods.slice(-SHOWN);
  const keep = new URLSearchParams({ unit_id: book.unit_id, period_type: book.period_type });
  const latest = line.latest === null ? undefined : book.periods[line.latest];
  /** @param {number|null} value @param {string} [status] */
  const shown = (value, status) => figure(value, { unit: line.unit, decimals: line.decimals, status });
  return (
    <tr>
      <th scope="row" className="govuk-table__header">
        <Link className="govuk-link" to={`/indicators/${line.indicator}?${keep}`}>
          {line.title}
        </Link>
      </th>
      <td className="govuk-table__cell" data-label="Target">
        {line.target === null ? 'None' : shown(line.target)}
        {line.tolerance !== null && <span className="qa-book__small"> ±{line.tolerance}</span>}
      </td>
      {line.cells.slice(-SHOWN).map((cell, i) => (
        <td
          key={periods[i]?.start}
          className={`govuk-table__cell qa-book__number${i < SHOWN - 2 ? ' qa-book__past' : ''}`}
          data-label={periods[i]?.label}
        >
          <Figure words={cell.value === null ? '' : shown(cell.value)} status={cell.value_status} />{' '}
          <RagMark rag={cell.rag} isShort />
          {cell.value_status === 'provisional' && <span className="qa-book__small qa-book__below">so far</span>}
        </td>
      ))}
      <td className="govuk-table__cell" data-label="RAG">
        <RagMark rag={line.rag} />
        {latest && (
          <span className="qa-book__small qa-book__below qa-no-print">
            <EvidenceLink
              code={line.indicator}
              unitId={book.unit_id}
              periodType={book.period_type}
              periodStart={latest.start}
              label={`${line.title}, ${latest.label}`}
            />
          </span>
        )}
      </td>
      <td className="govuk-table__cell qa-book__words" data-label="Is it changing?">
        <span className="qa-book__signs">
          <Sparkline values={line.cells.map((cell) => (cell.value_status === 'provisional' ? null : cell.value))} />
          <VariationIcon variation={line.variation} words={line.words} />
          <AssuranceIcon assurance={line.assurance} />
        </span>
        {line.words}
      </td>
      {columns.others && (
        <td className="govuk-table__cell qa-book__others" data-label="Others">
          <Others line={line} />
        </td>
      )}
      {columns.exceptions && (
        <td className="govuk-table__cell" data-label="Exceptions">
          <Exceptions exceptions={line.exceptions ?? []} />
        </td>
      )}
    </tr>
  );
}

/** A figure, or in a word why there is none. @param {{ words: string, status: string }} props */
function Figure({ words, status }) {
  if (words) return words;
  return <span className="qa-book__small">{status === 'suppressed' ? 'Hidden' : 'No data'}</span>;
}

/** @param {{ exceptions: NonNullable<Line['exceptions']> }} props */
function Exceptions({ exceptions }) {
  if (!exceptions.length) return 'None open';
  return exceptions.map((one) => (
    <Link key={one.id} className="govuk-link qa-book__open" to={`/exceptions/${one.id}`}>
      {one.reference}
    </Link>
  ));
}

/** What is published of others. @param {Line} line */
const othersOf = ({ england, region, neighbours }) => [england, region, neighbours].filter((one) => one !== null);

/** @param {Line} line */
const hasOthers = (line) => othersOf(line).length > 0;

/** "year to March 2025". @param {{ period_label: string }} one */
const periodWords = ({ period_label }) =>
  period_label.toLowerCase().replace('march', 'March').replace('september', 'September');

/** @param {{ line: Line }} props */
function Others({ line }) {
  const known = othersOf(line);
  if (!known.length) return '–';
  const periods = [...new Set(known.map(periodWords))];
  return (
    <>
      {known.map((one) => (
        <span key={one.area_name} className="qa-book__other">
          <b>{one.value === null ? 'Withheld' : figure(one.value, { unit: line.unit, decimals: 1 })}</b> {one.area_name}
          {periods.length > 1 && `, ${periodWords(one)}`}
        </span>
      ))}
      {periods.length === 1 && <span className="qa-book__small">{periods[0]}</span>}
    </>
  );
}
