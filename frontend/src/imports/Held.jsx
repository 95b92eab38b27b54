/** A replacement that would remove so many rows that a person must say so: how many of what, and the two ways on. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { may } from '../kernel/may.js';
import { counted, numberOf, shareOf } from '../kernel/numbers.js';
import { useSession } from '../kernel/session.jsx';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { useAction } from '../kernel/useAction.js';
import { confirmImport, tablesQuery } from './api.js';
import { StopImport } from './StopImport.jsx';
import { titleOf } from './words.js';

/** @param {{ one: import('./api.js').Import }} props */
export function Held({ one }) {
  const mayConfirm = may(useSession(), 'imports:confirm');
  const tables = useQuery(tablesQuery());
  const losing = one.entities.filter(({ removed }) => removed > 0).toSorted((a, b) => b.removed - a.removed);
  const total = losing.reduce((sum, { removed }) => sum + removed, 0);
  return (
    <section aria-labelledby="held">
      <h2 className="govuk-heading-m" id="held">
        Should {counted(total, 'row')} be removed?
      </h2>
      <p className="govuk-body qa-lede">
        These rows are stored, and the files do not hold them. Where a file is empty or cut short, that is a mistake:
        stop the import and send the whole file. Nothing has been changed so far.
      </p>
      <Table
        caption="What would be removed"
        isCaptionHidden
        rows={losing}
        rowKey={(counts) => counts.entity}
        columns={[
          { key: 'entity', title: 'Records', isHeader: true, cell: (counts) => titleOf(tables.data, counts.entity) },
          { key: 'removed', title: 'Would be removed', isNumeric: true, cell: (counts) => numberOf(counts.removed) },
          { key: 'of', title: 'Of those stored', isNumeric: true, cell: (counts) => numberOf(counts.held_before) },
          {
            key: 'share',
            title: 'Share',
            isNumeric: true,
            cell: (counts) => shareOf(counts.held_before ? counts.removed / counts.held_before : null),
          },
        ]}
      />
      {!mayConfirm && <Notice>A data analyst or quality lead can say that these rows may go.</Notice>}
      <div className="qa-buttons">
        {mayConfirm && <Confirm id={one.id} total={total} />}
        <StopImport id={one.id} />
      </div>
    </section>
  );
}

/** @param {{ id: string, total: number }} props */
function Confirm({ id, total }) {
  const [isAsked, setAsked] = useState(false);
  const confirm = useAction(() => confirmImport(id), { refreshes: ['imports'], onDone: () => setAsked(false) });
  const rows = counted(total, 'row');
  return (
    <>
      <Button look="warning" onClick={() => setAsked(true)}>
        Remove them and go on…
      </Button>
      <Dialog title={`Remove ${rows}?`} isOpen={isAsked} onClose={() => setAsked(false)}>
        <ErrorSummary problem={confirm.problem} />
        <p className="govuk-body">
          Figures and audits no longer see them. They come back only if the source system sends them again.
        </p>
        <div className="qa-buttons">
          <Button look="warning" isBusy={confirm.isBusy} onClick={() => confirm.run()}>
            Remove {rows}
          </Button>
          <LinkButton onClick={() => setAsked(false)}>Cancel</LinkButton>
        </div>
      </Dialog>
    </>
  );
}
