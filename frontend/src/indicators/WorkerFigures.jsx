/** On a supervision sheet: what the case records say of this worker's cases, and which children to talk about. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { dayOf } from '../kernel/dates.js';
import { counted } from '../kernel/numbers.js';
import { Details } from '../kernel/ui/Details.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { workerFiguresQuery } from './worker.js';

/** @typedef {import('./worker.js').WorkerFigures} Figures */

/** @param {{ workerId: string, period: { from_on: string, to_on: string } }} props */
export function WorkerFigures({ workerId, period }) {
  const figures = useQuery(workerFiguresQuery(workerId, period));
  return (
    <section aria-label="What the case records say">
      <h2 className="govuk-heading-m">What the case records say</h2>
      <Loaded query={figures} loading="Loading the figures…">
        {(data) =>
          data.items.length ? (
            <FigureTable figures={data} />
          ) : (
            <Empty title="No indicator counts anything of this worker’s cases in this time" />
          )
        }
      </Loaded>
    </section>
  );
}

/** @param {{ figures: Figures }} props */
function FigureTable({ figures }) {
  return (
    <div className="qa-titled">
      <Table
        caption="What the case records say"
        isCaptionHidden
        rows={figures.items}
        rowKey={({ indicator }) => indicator}
        columns={[
          {
            key: 'title',
            title: 'Indicator',
            isHeader: true,
            cell: ({ title, is_stock }) => `${title}${is_stock ? `, on ${dayOf(figures.stock_on)}` : ''}`,
          },
          { key: 'met', title: 'Of their cases', isNumeric: true, cell: ({ met, counted }) => `${met} of ${counted}` },
          {
            key: 'children',
            title: 'Children to talk about',
            cell: ({ children }) => <Children items={children} />,
          },
        ]}
      />
    </div>
  );
}

/** So many children are named at once; the others on request, and not on paper. */
const NAMED = 8;

/** @param {{ items: Figures['items'][number]['children'] }} props */
function Children({ items }) {
  if (!items.length) return 'Nobody';
  const more = items.slice(NAMED);
  return (
    <>
      <ChildLinks items={items.slice(0, NAMED)} />
      {more.length > 0 && (
        <>
          <span className="qa-printed">and {more.length} more</span>
          <Details summary={counted(more.length, 'more child', 'more children')}>
            <ChildLinks items={more} />
          </Details>
        </>
      )}
    </>
  );
}

/** @param {{ items: Figures['items'][number]['children'] }} props */
function ChildLinks({ items }) {
  return items.map(({ child_id, child_ref, times }, place) => (
    <span key={child_id}>
      {place > 0 && ', '}
      <Link className="govuk-link" to={`/children/${child_id}`}>
        {child_ref}
      </Link>
      {times > 1 && ` (${times} times)`}
    </span>
  ));
}
