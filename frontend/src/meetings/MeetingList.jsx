/** Meetings: the next and those that were held. */
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
import { meetingsQuery } from './api.js';
import { kindWords, meetingStateOptions, meetingStates } from './words.js';

/** @typedef {import('./api.js').MeetingListed} Meeting */

export function MeetingList() {
  const session = useSession();
  return (
    <>
      <PageHeading title="Meetings">
        {may(session, 'meetings:manage') && <ButtonLink to="/meetings/new">Plan a meeting</ButtonLink>}
      </PageHeading>
      {may(session, 'meetings:read') ? <AllMeetings /> : <Forbidden />}
    </>
  );
}

/** @param {Meeting} meeting */
const dayCell = (meeting) => (
  <Link className="govuk-link qa-ref" to={`/meetings/${meeting.id}`}>
    {shortDayOf(meeting.meets_on)}
  </Link>
);

/** @param {Meeting} meeting */
function stateCell(meeting) {
  const state = meetingStates[meeting.state];
  return state ? <Tag colour={state.colour}>{state.text}</Tag> : meeting.state;
}

function AllMeetings() {
  const { filters, setFilters, field, onClear } = useFilters({ state: '', sort: '' });
  const [params] = useSearchParams();
  const meetings = useQuery(meetingsQuery({ ...filters, cursor: params.get('cursor') ?? '' }));
  return (
    <>
      <FilterBar label="Narrow the meetings" onClear={onClear}>
        <Select label="State" any="Planned and held" options={meetingStateOptions} {...field('state')} />
      </FilterBar>
      <Loaded query={meetings} loading="Loading meetings…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Meetings"
                isCaptionHidden
                rows={page.items}
                rowKey={(meeting) => meeting.id}
                sort={filters.sort || '-meets_on'}
                onSort={(sort) => setFilters({ sort })}
                columns={[
                  { key: 'day', title: 'Day', isHeader: true, cell: dayCell, sort: 'meets_on' },
                  { key: 'kind', title: 'Meeting', cell: ({ kind }) => kindWords(kind) },
                  { key: 'chair', title: 'Chair', cell: ({ chair_name }) => chair_name },
                  { key: 'state', title: 'State', cell: stateCell },
                  {
                    key: 'decisions',
                    title: 'Decisions',
                    isNumeric: true,
                    cell: ({ state, decisions }) => (state === 'held' ? decisions : '–'),
                  },
                ]}
              />
              <Pager next={page.next_cursor} what="meetings" />
            </>
          ) : (
            <Empty title={filters.state ? 'No meeting matches' : 'No meeting is planned'}>
              The audit feedback and moderation meeting meets every month.
            </Empty>
          )
        }
      </Loaded>
    </>
  );
}
