/** The exemplars of a standard or of a criterion, for any page that has room for them. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { exemplarsQuery } from './api.js';
import { ExemplarCard } from './ExemplarCard.jsx';

/** @param {{ standard: number, criterion?: string }} props `criterion`: its code; those of its whole standard come with it */
export function Exemplars({ standard, criterion = '' }) {
  const filters = { standard_number: String(standard), criterion_code: criterion, state: 'published' };
  const exemplars = useQuery(exemplarsQuery(filters));
  return (
    <Loaded query={exemplars} loading="Loading examples…">
      {(page) =>
        page.items.length ? (
          <>
            {page.items.map((exemplar) => (
              <ExemplarCard key={exemplar.id} exemplar={exemplar} />
            ))}
            {page.next_cursor && (
              <p className="govuk-body">
                <Link className="govuk-link" to={`/exemplars?standard_number=${standard}`}>
                  All examples of standard {standard}
                </Link>
              </p>
            )}
          </>
        ) : (
          <Empty title="No example has been written for this yet" />
        )
      }
    </Loaded>
  );
}
