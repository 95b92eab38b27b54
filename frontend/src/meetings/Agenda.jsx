/** The agenda, section by section with the rule each came about by, and what was decided beneath it. */
import { Link } from 'react-router';
import { Decision } from './Decision.jsx';
import { addressOf } from './words.js';
import './meetings.scss';

/** @typedef {import('./api.js').Meeting} Meeting */

/** @param {{ meeting: Meeting }} props */
export function Agenda({ meeting }) {
  return meeting.agenda.map((section) => (
    <section key={section.key} className="qa-agenda" aria-labelledby={`section-${section.key}`}>
      <h3 className="govuk-heading-s" id={`section-${section.key}`}>
        {section.title}
        {section.lines.length > 0 && ` (${section.count})`}
      </h3>
      <p className="qa-agenda__rule">{section.rule}</p>
      {section.lines.length ? (
        <ul className="govuk-list govuk-list--bullet">
          {section.lines.map((line) => (
            <li key={line.id}>
              <Link className="govuk-link" to={addressOf(line)}>
                {line.label}
              </Link>
              : {line.words}
            </li>
          ))}
        </ul>
      ) : (
        <p className="govuk-body">{section.sentence}</p>
      )}
      {section.count > section.lines.length && section.lines.length > 0 && (
        <p className="govuk-body">{section.sentence}</p>
      )}
      <Decisions meeting={meeting} section={section.key} />
    </section>
  ));
}

/** @param {{ meeting: Meeting, section: string }} props */
export function Decisions({ meeting, section }) {
  return meeting.decisions_made
    .filter((decision) => decision.section === section)
    .map((decision) => <Decision key={decision.id} decision={decision} meetingId={meeting.id} />);
}
