/** What inspectors made of the work that an audit looked at, beside its own grades; and where these are entered. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dayOf, shortMomentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { levelWords } from '../tools/words.js';
import { ratingsQuery } from './api.js';
import { InspectorForm } from './InspectorForm.jsx';

/** @typedef {import('./api.js').Rating} Rating */

/** @param {{ audit: import('../audits/api.js').Audit, tool: import('../tools/api.js').Tool }} props */
export function InspectorPanel({ audit, tool }) {
  const session = useSession();
  const isFinal = audit.state === 'final';
  const ratings = useQuery({ ...ratingsQuery(audit.id), enabled: isFinal });
  const [open, setOpen] = useState(/** @type {'new'|Rating|null} */ (null));
  const mayEnter = isFinal && may(session, 'agreement:enter');
  if (ratings.isError) return <ProblemNotice error={ratings.error} onRetry={() => void ratings.refetch()} />;
  if (!ratings.data || (!ratings.data.length && !mayEnter)) return null;
  const standing = ratings.data.filter((rating) => !rating.is_superseded);
  const superseded = ratings.data.filter((rating) => rating.is_superseded);
  return (
    <section className={`qa-section${ratings.data.length ? '' : ' qa-no-print'}`} aria-labelledby="inspector-grades">
      <h2 className="govuk-heading-m" id="inspector-grades">
        Inspectors’ grades
      </h2>
      {!ratings.data.length && !open && (
        <p className="govuk-body">If inspectors have looked at the same work, their grades can be set beside ours.</p>
      )}
      {standing.map((rating) => (
        <OneRating key={rating.id} rating={rating} tool={tool}>
          {mayEnter && !open && (
            <Button look="secondary" onClick={() => setOpen(rating)}>
              Put right what {rating.by_whom} gave
            </Button>
          )}
        </OneRating>
      ))}
      {superseded.length > 0 && (
        <Details summary={`Superseded (${superseded.length})`}>
          {superseded.map((rating) => (
            <OneRating key={rating.id} rating={rating} tool={tool} />
          ))}
        </Details>
      )}
      {open && (
        <InspectorForm
          audit={audit}
          tool={tool}
          supersedes={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
      {mayEnter && !open && (
        <Button look="secondary" onClick={() => setOpen('new')}>
          Enter an inspector’s grades
        </Button>
      )}
    </section>
  );
}

/** @param {{ rating: Rating, tool: import('../tools/api.js').Tool, children?: import('react').ReactNode }} props */
function OneRating({ rating, tool, children }) {
  const { levels } = tool.scale;
  const graded = rating.standards.filter(({ grade }) => grade);
  return (
    <>
      <Notice>
        <strong>
          {rating.by_whom}: {levelWords(levels, rating.overall_grade)}
        </strong>{' '}
        on {dayOf(rating.rated_on)}; the auditor gave {levelWords(levels, rating.first_grade)}, reported is{' '}
        {levelWords(levels, rating.reported_grade)}. Entered by {rating.entered_by_name},{' '}
        {shortMomentOf(rating.entered_at)}.
      </Notice>
      {graded.length > 0 && (
        <Table
          caption="By standard: the inspector’s grade, and the middle of our reported grades"
          rows={graded}
          rowKey={(one) => one.standard_id}
          columns={[
            { key: 'number', title: 'Standard', isHeader: true, cell: (one) => `${one.number}. ${one.text}` },
            { key: 'theirs', title: 'Inspector’s', cell: (one) => levelWords(levels, one.grade) },
            { key: 'ours', title: 'Ours', cell: (one) => levelWords(levels, one.ours) },
          ]}
        />
      )}
      {children}
    </>
  );
}
