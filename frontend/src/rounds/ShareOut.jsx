/** Shares the drawn cases out over auditors: a proposal to look at, then allocated in one go. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { auditorsQuery } from '../audits/api.js';
import { counted } from '../kernel/numbers.js';
import { Button } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { useAction } from '../kernel/useAction.js';
import { allocateRound, proposeAuditors } from './api.js';
import { CheckGroup } from './CheckGroup.jsx';

/** @param {{ round: import('./api.js').Round }} props */
export function ShareOut({ round }) {
  const [ids, setIds] = useState(round.auditor_ids);
  const auditors = useQuery(auditorsQuery());
  const propose = useAction(() => proposeAuditors(round, ids), { refreshes: ['rounds'] });
  const allocate = useAction(() => allocateRound(round), { refreshes: ['rounds', 'audits'] });
  const taken = round.board.auditors.filter((one) => one.id !== null);
  const left = round.board.total - taken.reduce((sum, one) => sum + one.total, 0);
  return (
    <section aria-labelledby="share-out">
      <h2 className="govuk-heading-m" id="share-out">
        Share the cases out
      </h2>
      <ErrorSummary problem={propose.problem ?? allocate.problem} />
      <Loaded query={auditors} loading="Loading the auditors…">
        {(people) => (
          <CheckGroup
            legend="Auditors"
            hint="Nobody is given work that they do, supervise, manage or review, or that of their own team."
            pointer="/auditor_ids"
            options={people.map(({ id, name, unit_name }) => ({
              value: id,
              text: unit_name ? `${name}, ${unit_name}` : name,
            }))}
            values={ids}
            onChange={setIds}
          />
        )}
      </Loaded>
      <Button
        look={taken.length ? 'secondary' : 'primary'}
        isBusy={propose.isBusy || !ids.length}
        onClick={() => propose.run()}
      >
        {taken.length ? 'Share them out anew' : 'Propose who takes which'}
      </Button>
      {taken.length > 0 && (
        <>
          <Table
            caption="The proposal"
            rows={taken}
            rowKey={(one) => one.id ?? ''}
            columns={[
              { key: 'name', title: 'Auditor', isHeader: true, cell: (one) => one.name },
              { key: 'total', title: 'Cases', isNumeric: true, cell: (one) => one.total },
            ]}
          />
          {left > 0 && (
            <Notice look="warning">
              {counted(left, 'case')} of {round.board.total} {left === 1 ? 'has' : 'have'} no auditor. The list below
              says why; choose more auditors, or give {left === 1 ? 'it' : 'them'} to somebody yourself.
            </Notice>
          )}
          <Button isBusy={allocate.isBusy} onClick={() => allocate.run()}>
            Allocate {counted(round.board.total - left, 'audit')}
          </Button>
        </>
      )}
    </section>
  );
}
