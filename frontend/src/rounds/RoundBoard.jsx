/** How a round stands: done against expected, by auditor and by team, with a picture of its progress. */
import { numberOf } from '../kernel/numbers.js';
import { Notice } from '../kernel/ui/Notice.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { ProgressChart } from './ProgressChart.jsx';

/** @typedef {import('./api.js').Tally} Tally */

/** @param {{ round: import('./api.js').Round }} props */
export function RoundBoard({ round }) {
  const { board } = round;
  const gone = board.auditors.filter((one) => !one.is_active && one.submitted < one.total);
  return (
    <section aria-labelledby="board">
      <h2 className="govuk-heading-m" id="board">
        How far it is
      </h2>
      <ul className="rounds-figures">
        <Figure n={board.submitted} words={`of ${board.total} submitted`} />
        <Figure n={board.expected} words="expected by today" />
        <Figure n={board.final} words="final" />
        <Figure n={board.overdue} words="overdue" isLate={board.overdue > 0} />
        {board.total > board.allocated && <Figure n={board.total - board.allocated} words="with nobody" isLate />}
        {board.withdrawn > 0 && <Figure n={board.withdrawn} words="withdrawn" />}
      </ul>
      {gone.length > 0 && (
        <Notice look="warning">
          {gone.map((one) => one.name).join(', ')} can no longer sign in. Give their audits to others in the list below.
        </Notice>
      )}
      {board.progress.length > 1 && <ProgressChart board={board} />}
      <div className="rounds-two">
        <TallyTable caption="By auditor" what="Auditor" nobody="Nobody yet" rows={board.auditors} />
        <TallyTable caption="By team" what="Team" nobody="No team" rows={board.teams} />
      </div>
      <p className="govuk-body-s">
        Reminders are shown on the auditor’s home page and in the list of cases. No e-mail is sent.
      </p>
    </section>
  );
}

/** @param {{ n: number, words: string, isLate?: boolean }} props */
const Figure = ({ n, words, isLate = false }) => (
  <li className="rounds-figure">
    <span className={`rounds-figure__n${isLate ? ' qa-late' : ''}`}>{numberOf(n)}</span> {words}
  </li>
);

/** @param {{ caption: string, what: string, nobody: string, rows: Tally[] }} props */
const TallyTable = ({ caption, what, nobody, rows }) => (
  <Table
    caption={caption}
    rows={rows}
    rowKey={(one) => one.id ?? ''}
    columns={[
      { key: 'name', title: what, isHeader: true, cell: (one) => one.name ?? nobody },
      { key: 'total', title: 'Audits', isNumeric: true, cell: (one) => one.total },
      { key: 'begun', title: 'Begun', isNumeric: true, cell: (one) => one.begun },
      { key: 'submitted', title: 'Submitted', isNumeric: true, cell: (one) => one.submitted },
      { key: 'final', title: 'Final', isNumeric: true, cell: (one) => one.final },
      {
        key: 'overdue',
        title: 'Overdue',
        isNumeric: true,
        cell: (one) => <span className={one.overdue ? 'qa-late' : undefined}>{one.overdue}</span>,
      },
    ]}
  />
);
