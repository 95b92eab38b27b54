/** A frame in counts: how many children, why some are left out, and how the audits are shared out over its parts. */
import { counted, numberOf } from '../kernel/numbers.js';
import { Details } from '../kernel/ui/Details.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { stratumWords } from './words.js';

/** @param {{ frame: import('./api.js').Frame, isCounting: boolean }} props */
export function FrameCounts({ frame, isCounting }) {
  return (
    <div aria-busy={isCounting}>
      <p className="govuk-body" role="status">
        <strong>{counted(frame.in_rule, 'child', 'children')}</strong> of {numberOf(frame.children)} with open work{' '}
        {frame.in_rule === 1 ? 'is' : 'are'} in the frame; {numberOf(frame.eligible)} can be drawn, and{' '}
        {numberOf(frame.drawn)} would be.
      </p>
      {frame.shortfall > 0 && (
        <Notice look="warning">
          {counted(frame.shortfall, 'audit')} fewer than planned: no more can be drawn. Nobody is filled in from
          elsewhere.
        </Notice>
      )}
      <Reasons title="Left out of the frame" reasons={frame.excluded} />
      <Reasons title="Not meant by the rule" reasons={frame.outside} />
      <StrataTable strata={frame.strata} isPlan />
    </div>
  );
}

/** @param {{ title: string, reasons: { reason: string, title: string, count: number }[] }} props */
export function Reasons({ title, reasons }) {
  if (!reasons.length) return null;
  return (
    <Table
      caption={title}
      rows={reasons}
      rowKey={(one) => one.reason}
      columns={[
        { key: 'reason', title: 'Reason', isHeader: true, cell: (one) => one.title },
        { key: 'count', title: 'Children', isNumeric: true, cell: (one) => numberOf(one.count) },
      ]}
    />
  );
}

/** @param {{ strata: import('./api.js').Stratum[], isPlan?: boolean }} props */
export function StrataTable({ strata, isPlan = false }) {
  const table = (
    <Table
      caption={isPlan ? 'How the audits would be shared out' : 'How the cases were drawn'}
      rows={strata}
      rowKey={(one) => `${one.unit_id} ${one.case_type} ${one.age_band}`}
      columns={[
        { key: 'part', title: 'Part of the frame', isHeader: true, cell: stratumWords },
        { key: 'population', title: 'Could be drawn', isNumeric: true, cell: (one) => numberOf(one.population) },
        { key: 'sampled', title: isPlan ? 'Would be' : 'Drawn', isNumeric: true, cell: (one) => numberOf(one.sampled) },
        { key: 'excluded', title: 'Left out', isNumeric: true, cell: (one) => numberOf(one.excluded) },
        {
          key: 'weight',
          title: 'Each stands for',
          isNumeric: true,
          cell: (one) => (one.weight === null ? '–' : one.weight.toFixed(1)),
        },
      ]}
    />
  );
  return strata.length > 24 ? (
    <Details summary={`Show all ${strata.length} parts of the frame`}>{table}</Details>
  ) : (
    table
  );
}
