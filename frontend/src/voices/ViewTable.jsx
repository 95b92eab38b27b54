/** Audits of my own work, each with how far my view of it has come. */
import { Link } from 'react-router';
import { dayOf } from '../kernel/dates.js';
import { Table } from '../kernel/ui/Table.jsx';
import { kindWords } from '../tools/words.js';

/** @typedef {import('./api.js').ViewListed} ViewListed */

/** @type {Record<string, string>} */
const ends = { final: 'The audit is final', withdrawn: 'The audit was withdrawn' };

/** @param {ViewListed} view */
const standing = (view) => {
  if (view.handed_in_at) return `Handed in on ${dayOf(view.handed_in_at)}`;
  if (!view.is_open) return 'Not handed in';
  return view.is_begun ? 'Begun' : 'Not begun';
};

/** @param {{ caption: string, views: ViewListed[], isEndShown?: boolean }} props */
export function ViewTable({ caption, views, isEndShown = false }) {
  const end = {
    key: 'end',
    title: 'What became of it',
    cell: (/** @type {ViewListed} */ view) => ends[view.ended ?? ''] ?? `Due ${dayOf(view.due_on)}`,
  };
  const due = { key: 'due', title: 'Audit due', cell: (/** @type {ViewListed} */ view) => dayOf(view.due_on) };
  return (
    <Table
      caption={caption}
      isCaptionHidden
      rows={views}
      rowKey={(view) => view.audit_id}
      columns={[
        {
          key: 'audit',
          title: 'Audit',
          isHeader: true,
          cell: (view) => (
            <Link className="govuk-link qa-ref" to={`/views/${view.audit_id}`}>
              {view.reference}
            </Link>
          ),
        },
        { key: 'child', title: 'Child', cell: (view) => view.child_ref },
        { key: 'kind', title: 'Kind', cell: (view) => kindWords(view.kind) },
        isEndShown ? end : due,
        { key: 'standing', title: 'Your view', cell: standing },
      ]}
    />
  );
}
