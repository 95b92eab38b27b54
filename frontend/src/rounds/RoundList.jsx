/** Programmes of audits, the latest first, each with how far it is. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { shortDayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { ButtonLink } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { roundsQuery } from './api.js';
import { roundKinds, roundStates, textOf } from './words.js';

const none = { state: '', kind: '' };
const stateOptions = Object.entries(roundStates).map(([value, { text }]) => ({ value, text }));

export function RoundList() {
  const session = useSession();
  return (
    <>
      <PageHeading title="Rounds">
        {may(session, 'rounds:manage') && <ButtonLink to="/rounds/new">Plan a round</ButtonLink>}
      </PageHeading>
      {may(session, 'rounds:read') ? <Rounds /> : <Forbidden />}
    </>
  );
}

/** @param {import('./api.js').RoundListed} round */
const doneCell = (round) =>
  round.state === 'draft' ? `${round.planned} planned` : `${round.submitted} of ${round.drawn} submitted`;

/** @param {{ state: string }} round */
export function RoundState({ state }) {
  const known = roundStates[state];
  return known ? <Tag colour={known.colour}>{known.text}</Tag> : state;
}

function Rounds() {
  const { filters, field, isFiltered, onClear } = useFilters(none);
  const [params] = useSearchParams();
  const rounds = useQuery(roundsQuery({ ...filters, cursor: params.get('cursor') ?? '' }));
  return (
    <>
      <FilterBar label="Narrow the rounds" onClear={onClear}>
        <Select label="State" any="Any state" options={stateOptions} {...field('state')} />
        <Select label="Kind" any="All kinds" options={roundKinds} {...field('kind')} />
      </FilterBar>
      <Loaded query={rounds} loading="Loading rounds…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Rounds"
                isCaptionHidden
                rows={page.items}
                rowKey={(round) => round.id}
                columns={[
                  {
                    key: 'title',
                    title: 'Round',
                    isHeader: true,
                    cell: (round) => (
                      <Link className="govuk-link" to={`/rounds/${round.id}`}>
                        {round.title}
                      </Link>
                    ),
                  },
                  { key: 'kind', title: 'Kind', cell: (round) => textOf(roundKinds, round.kind) },
                  { key: 'state', title: 'State', cell: (round) => <RoundState state={round.state} /> },
                  { key: 'from', title: 'From', cell: (round) => shortDayOf(round.from_on) },
                  { key: 'due', title: 'Audits due', cell: (round) => shortDayOf(round.due_on) },
                  { key: 'done', title: 'Done', cell: doneCell },
                  {
                    key: 'overdue',
                    title: 'Overdue',
                    isNumeric: true,
                    cell: (round) => <span className={round.overdue ? 'qa-late' : undefined}>{round.overdue}</span>,
                  },
                ]}
              />
              <Pager next={page.next_cursor} what="rounds" />
            </>
          ) : (
            <Empty title={isFiltered ? 'No round matches' : 'There is no round for you yet'}>
              {isFiltered
                ? 'Change or clear the filters.'
                : 'A round appears here when it is planned, or when you are given audits in one.'}
            </Empty>
          )
        }
      </Loaded>
    </>
  );
}
