/** Everybody who may sign in, with the roles they hold today. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { ButtonLink } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, SearchField, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { peopleQuery } from './api.js';
import { personRoles, rolesWords } from './roles.js';

export function PeopleList() {
  const session = useSession();
  const isAllowed = may(session, 'people:read');
  const { filters, field, onClear } = useFilters({ q: '', role: '' });
  const [params] = useSearchParams();
  const people = useQuery({
    ...peopleQuery({ ...filters, cursor: params.get('cursor') ?? '' }),
    enabled: isAllowed,
  });
  return (
    <>
      <PageHeading title="People">
        {may(session, 'people:manage') && <ButtonLink to="/people/new">Add a person</ButtonLink>}
      </PageHeading>
      {!isAllowed ? (
        <Forbidden />
      ) : (
        <>
          <FilterBar label="Find people" onSearch={field('q').onChange} onClear={onClear}>
            <SearchField label="Name" value={filters.q} />
            <Select label="Role" any="All roles" options={personRoles} {...field('role')} />
          </FilterBar>
          <Loaded query={people} loading="Loading people…">
            {(page) =>
              page.items.length ? (
                <>
                  <Table
                    caption="People"
                    isCaptionHidden
                    rows={page.items}
                    rowKey={(person) => person.id}
                    columns={[
                      {
                        key: 'name',
                        title: 'Name',
                        isHeader: true,
                        cell: (person) => (
                          <Link className="govuk-link" to={`/people/${person.id}`}>
                            {person.name}
                          </Link>
                        ),
                      },
                      { key: 'job', title: 'Job title', cell: (person) => person.job_title || '–' },
                      { key: 'unit', title: 'Team or service', cell: (person) => person.unit_name ?? '–' },
                      { key: 'roles', title: 'Roles today', cell: (person) => rolesWords(person.roles) },
                      {
                        key: 'active',
                        title: 'Sign-in',
                        cell: (person) => (person.is_active ? 'Open' : <Tag colour="grey">Closed</Tag>),
                      },
                    ]}
                  />
                  <Pager next={page.next_cursor} what="people" />
                </>
              ) : (
                <Empty title="Nobody matches">Try part of the name, or another role.</Empty>
              )
            }
          </Loaded>
        </>
      )}
    </>
  );
}
