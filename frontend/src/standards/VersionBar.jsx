/** Which version is on the page, since when, and where it comes from. */
import { Tag } from '../kernel/ui/Tag.jsx';
import { spanWords, stateTags } from './versions.js';

/** @param {{ version: import('./api.js').VersionListed, children?: import('react').ReactNode }} props */
export function VersionBar({ version, children }) {
  const tag = stateTags[version.state];
  return (
    <div className="qa-notice qa-version govuk-body">
      <p>
        <strong>Version {version.number}</strong> {tag && <Tag colour={tag.colour}>{tag.text}</Tag>}{' '}
        {spanWords(version)}
      </p>
      <p>{[version.title, version.source].filter(Boolean).join('. ')}</p>
      {children && <div className="qa-buttons">{children}</div>}
    </div>
  );
}
