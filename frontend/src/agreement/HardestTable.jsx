/** The criteria whose grades agree least, with how many grades say so. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { hardestQuery } from './api.js';
import { percentWithin } from './words.js';

const few = 10;

/** @param {{ filters: Record<string, string> }} props */
export function HardestTable({ filters }) {
  const hardest = useQuery(hardestQuery(filters));
  const [isWhole, setWhole] = useState(false);
  return (
    <section aria-labelledby="hardest">
      <h2 className="govuk-heading-m" id="hardest">
        Hardest criteria
      </h2>
      <p className="govuk-body">Where people read the same words differently: worth a calibration, or clearer words.</p>
      <Loaded query={hardest} loading="Counting criteria…">
        {(criteria) =>
          criteria.length ? (
            <>
              <Table
                caption="Criteria by how far their grades agree, the least first"
                isCaptionHidden
                rows={isWhole ? criteria : criteria.slice(0, few)}
                rowKey={(one) => `${one.code} ${one.standard_number} ${one.text}`}
                columns={[
                  { key: 'code', title: 'Criterion', isHeader: true, cell: (one) => one.code },
                  { key: 'text', title: 'Words', cell: (one) => one.text },
                  {
                    key: 'same',
                    title: 'Same grade',
                    cell: (one) =>
                      `${one.exact} of ${one.n}${one.exact_share ? `: ${percentWithin(one.exact_share)}` : ''}`,
                  },
                  { key: 'moved', title: 'Lowered, raised', cell: (one) => `${one.worse}, ${one.better}` },
                ]}
              />
              {criteria.length > few && (
                <Button look="secondary" onClick={() => setWhole(!isWhole)}>
                  {isWhole ? 'Show fewer' : `Show all ${criteria.length}`}
                </Button>
              )}
            </>
          ) : (
            <Empty title="No criterion has been graded twice" />
          )
        }
      </Loaded>
    </section>
  );
}
