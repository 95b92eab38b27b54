/** How auditors' leans are spread, for those who moderate: how many lean how far, and never who. */
import { useQuery } from '@tanstack/react-query';
import { Chart } from '../kernel/charts/Chart.jsx';
import { useNarrow } from '../kernel/charts/useNarrow.js';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { leansQuery } from './api.js';
import './agreement.scss';

const height = 200;
const base = 160;

/** @param {{ lower: number, upper: number }} bin */
function leanWords({ lower, upper }) {
  const middle = (lower + upper) / 2;
  if (Math.abs(middle) < 0.01) return 'No lean';
  return `${Math.abs(middle).toFixed(2)} ${middle > 0 ? 'lowered' : 'raised'}`;
}

/** @param {{ from_on: string }} props */
export function Spread({ from_on }) {
  const leans = useQuery(leansQuery({ from_on }));
  const isNarrow = useNarrow();
  return (
    <Loaded query={leans} loading="Counting leans…">
      {({ bins, auditors, least, caution }) => {
        if (!bins.length) {
          return (
            <section>
              <h2 className="govuk-heading-s">How auditors lean</h2>
              <p className="govuk-body">{caution}</p>
            </section>
          );
        }
        const width = isNarrow ? 380 : 860;
        const wide = width / bins.length;
        const most = Math.max(...bins.map((bin) => bin.auditors));
        return (
          <Chart
            title="How auditors lean"
            sentence={`How many grades moderators moved an auditor’s first grades by, on average, for the ${auditors} auditors with ${least} moderated audits or more. ${caution}`}
            columns={['Mean shift, in grades', 'Auditors']}
            rows={bins.map((bin) => [leanWords(bin), bin.auditors])}
          >
            {(describedBy) => (
              <svg
                className="qa-drawing qa-drawing--wide"
                viewBox={`0 0 ${width} ${height}`}
                role="img"
                aria-label="Histogram: how auditors lean"
                aria-describedby={describedBy}
              >
                {bins.map((bin, i) => {
                  const tall = (bin.auditors / most) * (base - 24);
                  return (
                    <g key={bin.lower}>
                      <rect
                        className={bin.upper <= 0 ? 'qa-raised' : bin.lower >= 0 ? 'qa-lowered' : 'qa-even'}
                        x={i * wide + 3}
                        y={base - tall}
                        width={wide - 6}
                        height={tall}
                      />
                      <text x={(i + 0.5) * wide} y={base - tall - 6} textAnchor="middle">
                        {bin.auditors || ''}
                      </text>
                      <text x={(i + 0.5) * wide} y={base + 20} textAnchor="middle">
                        {((bin.lower + bin.upper) / 2).toFixed(2).replace('-', '−')}
                      </text>
                    </g>
                  );
                })}
                <line className="qa-axis" x1={0} x2={width} y1={base} y2={base} />
                <text x={0} y={base + 38}>
                  ◀ raised
                </text>
                <text x={width} y={base + 38} textAnchor="end">
                  lowered ▶
                </text>
              </svg>
            )}
          </Chart>
        );
      }}
    </Loaded>
  );
}
