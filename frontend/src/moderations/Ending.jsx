/** How a moderation ended. */
import { momentOf } from '../kernel/dates.js';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { qualityWords } from './words.js';

/** @param {{ moderation: import('./api.js').Moderation }} props */
export function Ending({ moderation }) {
  return (
    <>
      <Notice look="success">
        Completed. The audit is final and the second grades are reported; the first are kept.
      </Notice>
      <Facts
        facts={[
          { name: 'Completed', value: momentOf(moderation.completed_at) },
          { name: 'Why', value: <Words text={moderation.reason} /> },
          { name: 'Quality of the audit', value: qualityWords(moderation.audit_quality) },
          { name: 'Why so', value: <Words text={moderation.audit_quality_reason} /> },
        ]}
      />
    </>
  );
}

/** @param {{ text: string|null }} props */
const Words = ({ text }) => <span className="qa-words-kept">{text || '–'}</span>;
