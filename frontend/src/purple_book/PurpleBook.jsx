/** The Purple Book: the council's chosen indicators side by side, for the council, a service or a team. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { UnitFilter } from '../access/UnitSelect.jsx';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button, ButtonLink } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { bookQuery, csvAddress } from './api.js';
import { BookTable } from './BookTable.jsx';
import './purple_book.scss';

const lengths = [
  { value: 'month', text: 'Months' },
  { value: 'quarter', text: 'Quarters' },
];

export function PurpleBook() {
  const session = useSession();
  const isAllowed = may(session, 'indicators:read');
  const mayManage = may(session, 'purple_book:manage');
  const { filters, field, onClear } = useFilters({ unit_id: '', period_type: 'month' });
  const book = useQuery({ ...bookQuery(filters), enabled: isAllowed, placeholderData: (before) => before });
  return (
    <div className="qa-book">
      <PageHeading title="Purple Book" caption={book.data?.unit_name}>
        {mayManage && (
          <ButtonLink to="/purple-book/contents" look="secondary">
            Arrange it
          </ButtonLink>
        )}
        <Button look="secondary" onClick={() => window.print()}>
          Print
        </Button>
      </PageHeading>
      {!isAllowed ? (
        <Forbidden />
      ) : (
        <>
          <FilterBar label="Whose figures, and by what" onClear={onClear}>
            <UnitFilter {...field('unit_id')} />
            <Select label="By" options={lengths} {...field('period_type')} />
          </FilterBar>
          <p className="govuk-body">
            RAG says where the latest figure lies against its target. “Is it changing?” says whether it has moved more
            than chance explains, and whether the target can be expected to be met. They answer different questions.
          </p>
          <Loaded query={book} loading="Loading the Purple Book…">
            {(data) =>
              data.sections.length ? (
                data.sections.map((section) => <BookTable key={section.title} book={data} section={section} />)
              ) : (
                <Empty title="Nothing stands in the Purple Book yet">
                  {mayManage ? (
                    <Link className="govuk-link" to="/purple-book/contents">
                      Choose its indicators
                    </Link>
                  ) : (
                    'Whoever looks after performance chooses its indicators.'
                  )}
                </Empty>
              )
            }
          </Loaded>
          <p className="govuk-body qa-no-print">
            <a className="govuk-link" href={csvAddress(filters)} download>
              Download the book (CSV)
            </a>
          </p>
        </>
      )}
    </div>
  );
}
