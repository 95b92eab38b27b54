/** On the page of an indicator: what it is to reach, for whom and since when; what was set before; and the form to set it anew. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { figure } from '../kernel/charts/figures.js';
import { shortDayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { targetsQuery } from './api.js';
import { TargetForm } from './TargetForm.jsx';

/** @typedef {import('./api.js').Target} Target */
/** @typedef {import('../indicators/api.js').Indicator} Indicator */

/** @param {{ indicator: Indicator }} props */
export function TargetPanel({ indicator }) {
  const maySet = may(useSession(), 'targets:set') && indicator.polarity !== 'neutral';
  const targets = useQuery(targetsQuery(indicator.code));
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="qa-section" aria-labelledby="targets">
      <h2 className="govuk-heading-m" id="targets">
        Target
      </h2>
      <Loaded query={targets} loading="Loading the targets…">
        {(all) => (
          <>
            <InForce all={all.filter((one) => one.is_in_force && one.target !== null)} indicator={indicator} />
            {all.length > 0 && (
              <Details summary={`All that was ever set (${all.length})`}>
                <Targets
                  caption="All that was ever set, the latest said first"
                  all={all}
                  indicator={indicator}
                  isWhole={all.some((one) => one.reason)}
                />
              </Details>
            )}
          </>
        )}
      </Loaded>
      {maySet && !isOpen && (
        <Button look="secondary" onClick={() => setOpen(true)}>
          Set a target
        </Button>
      )}
      {isOpen && <TargetForm indicator={indicator} onClose={() => setOpen(false)} />}
    </section>
  );
}

/** @param {{ all: Target[], indicator: Indicator }} props */
function InForce({ all, indicator }) {
  if (!all.length) {
    return (
      <p className="govuk-body">
        {indicator.polarity === 'neutral'
          ? 'Neither high nor low is good in itself here, so there is no target.'
          : 'No target is set. Without one there is no red, amber or green, and no exception is raised.'}
      </p>
    );
  }
  return <Targets caption="What counts today" all={all} indicator={indicator} isWhole={false} />;
}

/** @param {{ caption: string, all: Target[], indicator: Indicator, isWhole: boolean }} props */
function Targets({ caption, all, indicator, isWhole }) {
  /** @param {number|null} value */
  const shown = (value) =>
    value === null ? '–' : figure(value, { unit: indicator.unit, decimals: decimalsOf(value) });
  return (
    <Table
      caption={caption}
      rows={all}
      rowKey={(one) => one.id}
      columns={[
        { key: 'unit', title: 'For', isHeader: true, cell: (one) => one.unit_name ?? 'Every unit without its own' },
        { key: 'target', title: 'Target', cell: (one) => (one.target === null ? 'Ended' : shown(one.target)) },
        { key: 'tolerance', title: 'Amber within', cell: (one) => shown(one.tolerance) },
        { key: 'from', title: 'From', cell: (one) => shortDayOf(one.from_on) },
        ...(isWhole
          ? [
              { key: 'by', title: 'Set by', cell: (/** @type {Target} */ one) => one.set_by_name ?? '–' },
              {
                key: 'why',
                title: 'Why',
                cell: (/** @type {Target} */ one) => <span className="qa-words-kept">{one.reason}</span>,
              },
            ]
          : []),
      ]}
    />
  );
}

/** @param {number} value */
const decimalsOf = (value) => (Number.isInteger(value) ? 0 : 1);
