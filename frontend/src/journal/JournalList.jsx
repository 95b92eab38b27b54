/** Who saw, changed or was denied what, the latest first. */
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { LinkButton } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { journalQuery } from './api.js';

const actions = [
  { value: 'seen', text: 'Seen' },
  { value: 'created', text: 'Created' },
  { value: 'changed', text: 'Changed' },
  { value: 'deleted', text: 'Deleted' },
  { value: 'denied', text: 'Denied' },
];

/** @param {import('./api.js').JournalEntry} entry */
export function whatWords(entry) {
  const action = actions.find(({ value }) => value === entry.action)?.text ?? entry.action;
  // Looking touches no single table: the name of what was asked then says what it was.
  const noun = entry.noun?.replaceAll('_', ' ') ?? (entry.verb ? `(${entry.verb.replaceAll('_', ' ')})` : '');
  const count = entry.subject_ids.length > 1 ? ` (${entry.subject_ids.length})` : '';
  return `${action} ${noun}${count}`.trim();
}

/** @param {import('./api.js').JournalEntry} entry */
const whoWords = (entry) => entry.actor_name ?? (entry.actor_kind ? `A ${entry.actor_kind}` : 'Plumbline itself');

export function JournalList() {
  const session = useSession();
  const isAllowed = may(session, 'journal:read');
  const none = { action: '', child_id: '', actor_id: '' };
  const { filters, setFilters, field, onClear } = useFilters(none);
  const [params] = useSearchParams();
  const journal = useQuery({
    ...journalQuery({ ...filters, cursor: params.get('cursor') ?? '' }),
    enabled: isAllowed,
  });
  return (
    <>
      <PageHeading title="Journal" />
      <p className="govuk-body qa-lede">
        Every look at a child’s record and every change is kept here for good. The journal holds ids and the names of
        fields, never what was written in them.
      </p>
      {!isAllowed ? (
        <Forbidden />
      ) : (
        <>
          <FilterBar label="Narrow the journal" onClear={onClear}>
            <Select label="What happened" any="Everything" options={actions} {...field('action')} />
          </FilterBar>
          {(filters.child_id || filters.actor_id) && (
            <p className="govuk-body">
              Only entries {filters.child_id && 'about one child'}
              {filters.child_id && filters.actor_id && ', '}
              {filters.actor_id && 'of one person or client'}.
            </p>
          )}
          <Loaded query={journal} loading="Loading the journal…">
            {(page) =>
              page.items.length ? (
                <>
                  <Table
                    caption="Journal"
                    isCaptionHidden
                    rows={page.items}
                    rowKey={(entry) => String(entry.id)}
                    columns={[
                      { key: 'at', title: 'When', isHeader: true, cell: (entry) => momentOf(entry.at) },
                      {
                        key: 'who',
                        title: 'Who',
                        cell: (entry) =>
                          entry.actor_id && !filters.actor_id ? (
                            <LinkButton onClick={() => setFilters({ actor_id: entry.actor_id ?? '' })}>
                              {whoWords(entry)}
                            </LinkButton>
                          ) : (
                            whoWords(entry)
                          ),
                      },
                      { key: 'what', title: 'What', cell: whatWords },
                      {
                        key: 'children',
                        title: 'Children',
                        cell: (entry) => {
                          const [first, ...more] = entry.child_ids;
                          if (!first) return '–';
                          if (more.length || filters.child_id) return `${entry.child_ids.length}`;
                          return (
                            <LinkButton onClick={() => setFilters({ child_id: first })}>
                              1<span className="govuk-visually-hidden">, show all entries about this child</span>
                            </LinkButton>
                          );
                        },
                      },
                      { key: 'fields', title: 'Fields', cell: (entry) => entry.fields.join(', ') || '–' },
                    ]}
                  />
                  <Pager next={page.next_cursor} what="the journal" />
                </>
              ) : (
                <Empty title="Nothing in the journal matches" />
              )
            }
          </Loaded>
        </>
      )}
    </>
  );
}
