/** On the home page: the audits that ask for my own view of my work. */
import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { askingQuery } from './api.js';
import { ViewTable } from './ViewTable.jsx';

export function AskedPanel() {
  const asking = useQuery(askingQuery());
  if (asking.isError) return <ProblemNotice error={asking.error} onRetry={() => void asking.refetch()} />;
  const open = (asking.data ?? []).filter(({ is_open }) => is_open);
  if (!open.length) return null;
  return (
    <section aria-labelledby="asking">
      <h2 className="govuk-heading-m" id="asking">
        Audits that ask for your view
      </h2>
      <p className="govuk-body qa-lede">
        Your work is being audited. Say what you are proud of and what you would do differently, and how you would grade
        it yourself.
      </p>
      <ViewTable caption="Audits that ask for your view" views={open} />
    </section>
  );
}
