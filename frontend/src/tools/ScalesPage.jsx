/** The scales by which questions are answered, and making one. */
import { useQuery } from '@tanstack/react-query';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { scalesQuery } from './api.js';
import { ScaleForm } from './ScaleForm.jsx';
import './tools.scss';

export function ScalesPage() {
  const session = useSession();
  const isAllowed = may(session, 'tools:read');
  const scales = useQuery({ ...scalesQuery(), enabled: isAllowed });
  return (
    <>
      <BackLink to="/tools">Audit tools</BackLink>
      <PageHeading title="Scales" />
      {isAllowed ? (
        <Loaded query={scales} loading="Loading scales…">
          {(items) => <Scales items={items} />}
        </Loaded>
      ) : (
        <Forbidden />
      )}
      {may(session, 'tools:draft') && <ScaleForm />}
    </>
  );
}

/** @param {{ items: import('./api.js').ScaleListed[] }} props */
function Scales({ items }) {
  return (
    <Table
      caption="Scales, the best level first"
      isCaptionHidden
      rows={items}
      rowKey={(scale) => scale.id}
      columns={[
        { key: 'title', title: 'Scale', isHeader: true, cell: (scale) => scale.title },
        {
          key: 'levels',
          title: 'Levels, the best first',
          cell: ({ levels }) => (
            <ol className="qa-levels">
              {levels.map(({ code, label, is_good_or_better: isGood }) => (
                <li key={code}>
                  {label}
                  {isGood && <span className="qa-quiet"> (good or better)</span>}
                </li>
              ))}
            </ol>
          ),
        },
        {
          key: 'tools',
          title: 'Used by',
          cell: ({ tools_count: count }) =>
            count ? `${count} ${count === 1 ? 'version' : 'versions'} of tools; it never changes` : 'No tool yet',
        },
      ]}
    />
  );
}
