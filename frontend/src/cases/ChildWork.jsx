/** Referrals, assessments, plans and episodes of care, and who worked with the child, as the case system sent them. */
import { shortDayOf } from '../kernel/dates.js';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { workerRoleWords } from './words.js';
import { piecesOf } from './work.js';

/** @param {{ child: import('./api.js').Child }} props */
export function ChildWork({ child }) {
  const pieces = piecesOf(child);
  return (
    <>
      <h2 className="govuk-heading-m">Work with the child</h2>
      {pieces.length ? (
        <Table
          caption="Work with the child"
          isCaptionHidden
          rows={pieces}
          rowKey={(piece) => piece.key}
          columns={[
            { key: 'what', title: 'What', isHeader: true, cell: (piece) => piece.what },
            { key: 'from', title: 'From', cell: (piece) => shortDayOf(piece.from) },
            { key: 'to', title: 'To', cell: (piece) => shortDayOf(piece.to, 'Open') },
            { key: 'outcome', title: 'Note', cell: (piece) => piece.outcome || '–' },
          ]}
        />
      ) : (
        <Empty title="Nothing has been received" />
      )}
      {child.involvements.length > 0 && (
        <>
          <h2 className="govuk-heading-m">Who worked with the child</h2>
          <Table
            caption="Who worked with the child"
            isCaptionHidden
            rows={child.involvements.map((involvement, i) => ({ ...involvement, key: String(i) }))}
            rowKey={(involvement) => involvement.key}
            columns={[
              {
                key: 'worker',
                title: 'Worker',
                isHeader: true,
                cell: (involvement) => involvement.worker_source_id ?? 'Not known',
              },
              { key: 'role', title: 'As', cell: (involvement) => workerRoleWords(involvement.role) },
              { key: 'unit', title: 'Team', cell: (involvement) => involvement.unit_name ?? '–' },
              { key: 'from', title: 'From', cell: (involvement) => shortDayOf(involvement.from_on) },
              { key: 'to', title: 'To', cell: (involvement) => shortDayOf(involvement.to_on, 'Now') },
            ]}
          />
        </>
      )}
    </>
  );
}
