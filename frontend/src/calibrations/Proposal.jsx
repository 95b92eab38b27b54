/** What to calibrate next: the criteria on which people have agreed least so far. */
import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { proposalQuery } from './api.js';

export function Proposal() {
  const proposal = useQuery(proposalQuery());
  return (
    <section aria-labelledby="next">
      <h2 className="govuk-heading-m" id="next">
        What to calibrate next
      </h2>
      <Loaded query={proposal} loading="Comparing grades…">
        {({ criteria, sentence }) => (
          <>
            <p className="govuk-body">{sentence}</p>
            {criteria.length > 0 && (
              <Table
                caption="Criteria with the least agreement"
                isCaptionHidden
                rows={criteria}
                rowKey={(one) => one.criterion_code}
                columns={[
                  { key: 'code', title: 'Criterion', isHeader: true, cell: (one) => one.criterion_code },
                  { key: 'text', title: 'Words', cell: (one) => one.text },
                  { key: 'same', title: 'Same grade', cell: (one) => `${one.same} of ${one.pairs}` },
                  {
                    key: 'from',
                    title: 'Pairs from',
                    cell: (one) => `${one.from_moderations} moderations, ${one.from_calibrations} calibrations`,
                  },
                ]}
              />
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
