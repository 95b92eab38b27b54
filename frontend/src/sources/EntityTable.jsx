/** Data quality at a glance: a line for each kind of record, those that need somebody first. */
import { shortDayOf } from '../kernel/dates.js';
import { counted, numberOf } from '../kernel/numbers.js';
import { Details } from '../kernel/ui/Details.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { EntityState } from './EntityState.jsx';

/** @typedef {import('./api.js').EntityQuality} EntityQuality */

/** The place of an entity's checks further down the page. @param {string} entity */
export const checksId = (entity) => `checks-${entity}`;

const urgency = ['stopped', 'late', 'current', 'never'];

/** @param {EntityQuality} a @param {EntityQuality} b */
const byUrgency = (a, b) =>
  urgency.indexOf(a.state) - urgency.indexOf(b.state) || b.to_mend - a.to_mend || a.title.localeCompare(b.title);

/** @param {{ source: import('./api.js').Source }} props */
export function EntityTable({ source }) {
  const kept = source.entities.filter(({ state, rows }) => state !== 'never' || rows > 0).toSorted(byUrgency);
  // What was not counted yet is not nought.
  const figure = (/** @type {number} */ n) => (source.counted_at ? numberOf(n) : '–');
  const never = source.entities.filter((entity) => !kept.includes(entity));
  return (
    <>
      <h2 className="govuk-heading-m">Data quality</h2>
      {kept.length > 0 && (
        <Table
          caption="Data quality by kind of record"
          isCaptionHidden
          rows={kept}
          rowKey={(entity) => entity.entity}
          columns={[
            { key: 'title', title: 'Records', isHeader: true, cell: titleCell },
            { key: 'state', title: 'State', cell: (entity) => <EntityState state={entity.state} /> },
            { key: 'last', title: 'Last received', cell: (entity) => shortDayOf(entity.last_received_at) },
            { key: 'usual', title: 'Usually', cell: (entity) => entity.usually ?? 'Not known yet' },
            { key: 'rows', title: 'Rows', isNumeric: true, cell: (entity) => figure(entity.rows) },
            { key: 'mend', title: 'To mend', isNumeric: true, cell: (entity) => figure(entity.to_mend) },
            { key: 'look', title: 'To look at', isNumeric: true, cell: (entity) => figure(entity.to_look) },
          ]}
        />
      )}
      {never.length > 0 && (
        <Details summary={`Never sent: ${counted(never.length, 'kind')} of record`}>
          <p className="govuk-body">Plumbline takes these too. What rests on them is not shown until they come.</p>
          <ul className="govuk-list govuk-list--bullet">
            {never.map(({ entity, title }) => (
              <li key={entity}>
                {title} <code>{entity}</code>
              </li>
            ))}
          </ul>
        </Details>
      )}
    </>
  );
}

/** @param {EntityQuality} entity */
const titleCell = (entity) =>
  entity.to_mend || entity.to_look ? (
    <a className="govuk-link" href={`#${checksId(entity.entity)}`}>
      {entity.title}
    </a>
  ) : (
    entity.title
  );
