/** Indicators in a row each: the latest figure, its run, whether it is changing and whether it will meet its target. */
import { Link } from 'react-router';
import { figure, outOf } from '../kernel/charts/figures.js';
import { Assurance, Variation } from '../kernel/charts/marks.jsx';
import { Sparkline } from '../kernel/charts/Sparkline.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import './charts.scss';

/** @typedef {import('./api.js').ChartSummary} ChartSummary */

/** @param {{ caption: string, isCaptionHidden?: boolean, rows: ChartSummary[], place: { unit_id: string, period_type: string } }} props
 *  `place`: whose figures they are and by what, for the page of each */
export function SignalTable({ caption, isCaptionHidden = false, rows, place: { unit_id, period_type } }) {
  const keep = new URLSearchParams({ period_type, ...(unit_id && { unit_id }) });
  return (
    <div className="qa-signals">
      <Table
        caption={caption}
        isCaptionHidden={isCaptionHidden}
        rows={rows}
        rowKey={(item) => item.code}
        columns={[
          {
            key: 'title',
            title: 'Indicator',
            isHeader: true,
            cell: (item) => (
              <Link className="govuk-link" to={`/indicators/${item.code}?${keep}`}>
                {item.title}
              </Link>
            ),
          },
          { key: 'latest', title: 'Latest', cell: (item) => <Latest item={item} /> },
          {
            key: 'target',
            title: 'Target',
            cell: (item) => (item.target === null ? '–' : figure(item.target, item)),
          },
          { key: 'run', title: 'Last 24', cell: (item) => <Sparkline values={item.values} /> },
          {
            key: 'variation',
            title: 'Is it changing?',
            cell: (item) => <Variation variation={item.variation} words={item.variation_words} />,
          },
          {
            key: 'assurance',
            title: 'Will it meet the target?',
            cell: (item) => <Assurance assurance={item.assurance} words={item.assurance_words} />,
          },
        ]}
      />
    </div>
  );
}

/** @param {{ item: ChartSummary }} props */
function Latest({ item: { latest, unit, decimals } }) {
  if (!latest) return null;
  return (
    <>
      {figure(latest.value, { unit, decimals, status: latest.value_status })}
      <span className="qa-signals__rests qa-n">
        {latest.denominator !== null &&
          latest.value !== null &&
          `${outOf(latest.numerator, latest.denominator, unit)}, `}
        {latest.label}
      </span>
    </>
  );
}
