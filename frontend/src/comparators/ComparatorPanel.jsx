/** On the page of an indicator: what is published of England, the region, the neighbours and this council. */
import { useQuery } from '@tanstack/react-query';
import { figure } from '../kernel/charts/figures.js';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { comparisonQuery } from './api.js';

/** @typedef {import('./api.js').ComparedYear} ComparedYear */
/** @typedef {{ key: string, name: string, years: ComparedYear[] }} Row */

/** @param {{ indicator: import('../indicators/api.js').Indicator }} props */
export function ComparatorPanel({ indicator }) {
  const comparison = useQuery(comparisonQuery(indicator.code));
  return (
    <Loaded query={comparison} loading="Loading what is published…">
      {(found) => (found.areas.length ? <Published found={found} unit={indicator.unit} /> : null)}
    </Loaded>
  );
}

/** @param {{ found: import('./api.js').Comparison, unit: string }} props */
function Published({ found, unit }) {
  const ends = [...new Set(found.areas.flatMap((area) => area.years.map((year) => year.period_end)))].sort().slice(-5);
  const label = (/** @type {string} */ end) =>
    found.areas.flatMap((area) => area.years).find((year) => year.period_end === end)?.period_label ?? end;
  /** @type {Row[]} */
  const rows = found.areas.map((area) => ({
    key: area.area_kind + area.area_code,
    name:
      area.area_kind === 'local_authority'
        ? `${area.area_name} (this council, as published)`
        : area.position
          ? `${area.position}. ${area.area_name}`
          : area.area_name,
    years: area.years,
  }));
  if (found.mean_of_neighbours.length) {
    const at = rows.length - found.areas.filter((area) => area.position).length;
    rows.splice(at, 0, { key: 'mean', name: 'Statistical neighbours, mean', years: found.mean_of_neighbours });
  }
  return (
    <section className="qa-section" aria-labelledby="published">
      <h2 className="govuk-heading-m" id="published">
        Published figures
      </h2>
      <p className="govuk-body">
        {found.published_name}, from {found.source_file}. A published year is rounded and counted at another time than
        the figures above; small differences mean nothing.
      </p>
      <Table
        caption="Published figures by area and year"
        isCaptionHidden
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          { key: 'area', title: 'Area', isHeader: true, cell: (row) => row.name },
          ...ends.map((end) => ({
            key: end,
            title: label(end),
            isNumeric: true,
            cell: (/** @type {Row} */ row) =>
              shown(
                row.years.find((year) => year.period_end === end),
                unit,
              ),
          })),
        ]}
      />
    </section>
  );
}

/** @param {ComparedYear|undefined} year @param {string} unit */
const shown = (year, unit) =>
  year
    ? figure(year.value, { unit, decimals: 1, status: year.value_status === 'suppressed' ? 'withheld' : null })
    : '–';
