/** What is wrong, kind of record by kind of record: how often, what to do about it, and the rows behind it. */
import { Link } from 'react-router';
import { may } from '../kernel/may.js';
import { numberOf, shareOf } from '../kernel/numbers.js';
import { useSession } from '../kernel/session.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { findingsAddress } from './api.js';
import { checksId } from './EntityTable.jsx';
import './sources.scss';

/** @typedef {import('./api.js').Check} Check */
/** @typedef {import('./api.js').EntityQuality} EntityQuality */

/** @param {{ source: import('./api.js').Source }} props */
export function ChecksByEntity({ source }) {
  const wrong = source.entities.filter(({ to_mend, to_look }) => to_mend > 0 || to_look > 0);
  return (
    <>
      <h2 className="govuk-heading-m">What to mend</h2>
      {!wrong.length && (
        <Empty title={source.counted_at ? 'Nothing was found' : 'Nothing has been looked through yet'}>
          What is stored is looked through after every receipt.
        </Empty>
      )}
      {wrong.map((entity) => (
        <Checks key={entity.entity} source={source.source_system} entity={entity} />
      ))}
    </>
  );
}

/** @param {{ source: string, entity: EntityQuality }} props */
function Checks({ source, entity }) {
  const isReader = may(useSession(), 'findings:read');
  const found = entity.checks.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  const clean = entity.checks.filter(({ count }) => count === 0);
  return (
    <section className="qa-checks" aria-labelledby={checksId(entity.entity)}>
      <h3 className="govuk-heading-s" id={checksId(entity.entity)}>
        {entity.title}
      </h3>
      <p className="govuk-body qa-lede">{entity.sentence}</p>
      <Table
        caption={`What was found in ${entity.title}`}
        isCaptionHidden
        rows={found}
        rowKey={checkKey}
        columns={[
          { key: 'what', title: 'What was found', isHeader: true, cell: (check) => check.title },
          { key: 'count', title: 'Rows', isNumeric: true, cell: (check) => numberOf(check.count) },
          { key: 'share', title: 'Share', isNumeric: true, cell: (check) => shareOf(check.share) },
          { key: 'kind', title: 'Kind', cell: severityTag },
          {
            key: 'do',
            title: 'What to do',
            cell: (check) => (
              <>
                {check.sentence} {isReader && <Rows source={source} entity={entity.entity} check={check} />}
              </>
            ),
          },
        ]}
      />
      {clean.length > 0 && (
        <Details summary="Looked for and not found">
          <ul className="govuk-list govuk-list--bullet">
            {clean.map((check) => (
              <li key={checkKey(check)}>{check.title}</li>
            ))}
          </ul>
        </Details>
      )}
    </section>
  );
}

/** @param {Check} check */
const checkKey = ({ check, field }) => `${check} ${field ?? ''}`;

/** @param {Check} check */
const severityTag = ({ severity }) =>
  severity === 'mend' ? <Tag colour="orange">Mend</Tag> : <Tag colour="grey">Look</Tag>;

/** @param {{ source: string, entity: string, check: Check }} props */
function Rows({ source, entity, check }) {
  const which = { entity, check: check.check, field: check.field ?? '' };
  const hidden = <span className="govuk-visually-hidden">: {check.title}</span>;
  return (
    <span className="qa-no-print qa-rows">
      <Link className="govuk-link" to={`/sources/${source}/findings?${new URLSearchParams(which)}`}>
        Show rows{hidden}
      </Link>
      <a className="govuk-link" href={findingsAddress(source, which)} download>
        Download CSV{hidden}
      </a>
    </span>
  );
}
