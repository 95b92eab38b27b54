/** Among the earlier words of an audit: what it found then. */
import { Tag } from '../kernel/ui/Tag.jsx';
import { kinds, severities } from './words.js';

/** @param {{ words: import('../audits/api.js').KeptWords }} props */
export function KeptFindings({ words }) {
  if (!words.findings?.length) return null;
  return (
    <section aria-label="Findings then">
      <h3 className="govuk-heading-s">What it found</h3>
      <ul className="govuk-list govuk-list--bullet">
        {words.findings.map((finding, place) => {
          const severity = severities[finding.severity ?? ''];
          return (
            <li key={place}>
              <b>
                {kinds[finding.kind]}, {finding.theme_title.toLowerCase()}
              </b>
              {finding.criterion_code && ` (criterion ${finding.criterion_code})`}{' '}
              {severity && <Tag colour={severity.colour}>{`${severity.text} severity`}</Tag>}
              {finding.text && <div className="qa-words-kept">{finding.text}</div>}
              {finding.impact && <div className="qa-words-kept">For the child: {finding.impact}</div>}
              {finding.no_action_reason && <div className="qa-words-kept">No action: {finding.no_action_reason}</div>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
