/** How a moderation ended. */
import { momentOf } from '../kernel/dates.js';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { aspects, qualityWords } from './words.js';

/** @param {{ moderation: import('./api.js').Moderation }} props */
export function Ending({ moderation }) {
  const isReturned = moderation.state === 'returned';
  return (
    <>
      {isReturned ? (
        <Notice look="warning">
          Sent back to the auditor for rework. Handed in again, the audit is moderated again.
        </Notice>
      ) : (
        <Notice look="success">
          Completed. The audit is final and the second grades are reported; the first are kept.
        </Notice>
      )}
      <Facts
        facts={[
          { name: isReturned ? 'Sent back' : 'Completed', value: momentOf(moderation.completed_at) },
          { name: 'Why', value: <Words text={moderation.reason} /> },
          ...aspects.flatMap(({ key, text }) => {
            const aspect = moderation.aspects[key];
            return aspect
              ? [{ name: text, value: <Words text={`${qualityWords(aspect.rating)}. ${aspect.words ?? ''}`} /> }]
              : [];
          }),
          { name: 'Quality of the audit', value: qualityWords(moderation.audit_quality) },
          { name: 'Why so', value: <Words text={moderation.audit_quality_reason} /> },
        ]}
      />
    </>
  );
}

/** @param {{ text: string|null }} props */
const Words = ({ text }) => <span className="qa-words-kept">{text || '–'}</span>;
