/** The parts of a draft beside the page: what it is about and its sections, which move up and down by buttons. */
import { Link } from 'react-router';
import { Button } from '../kernel/ui/Button.jsx';
import { withAgency } from './words.js';

/** @typedef {import('./builder.js').Content} Content */

/**
 * @param {object} props
 * @param {Content} props.content
 * @param {{ standards: import('./api.js').Standard[] }} props.clauses
 * @param {number} props.place of the section that is open; below 0 what the tool is about
 * @param {(from: number, to: number) => void} props.onMove
 * @param {() => void} props.onAdd
 */
export function PartRail({ content, clauses, place, onMove, onAdd }) {
  const { sections } = content;
  return (
    <nav className="qa-side qa-parts" aria-label="Parts of the tool">
      <ul>
        <li>
          <Link to="?part=about" aria-current={place < 0 || !sections[place] ? 'page' : undefined}>
            About the tool
          </Link>
        </li>
        {sections.map((section, i) => (
          <li key={section.key} className="qa-parts__item">
            <Link to={`?part=${i + 1}`} aria-current={i === place ? 'page' : undefined}>
              {i + 1}. {nameOf(section, clauses.standards)}{' '}
              <span className="qa-parts__count">
                {section.questions.length} {section.questions.length === 1 ? 'question' : 'questions'}
              </span>
            </Link>
            <span className="qa-parts__moves">
              <Move text={`Move section ${i + 1} up`} sign="↑" isOff={i === 0} onMove={() => onMove(i, i - 1)} />
              <Move
                text={`Move section ${i + 1} down`}
                sign="↓"
                isOff={i === sections.length - 1}
                onMove={() => onMove(i, i + 1)}
              />
            </span>
          </li>
        ))}
      </ul>
      <Button look="secondary" onClick={onAdd}>
        Add a section
      </Button>
    </nav>
  );
}

/** @param {import('./builder.js').Section} section @param {import('./api.js').Standard[]} standards */
export function nameOf(section, standards) {
  const name = section.own_title || standards.find(({ id }) => id === section.standard_id)?.name;
  return withAgency(section.agency, name || 'No title yet');
}

/** A move of one step; at the end of the list it stays in sight and says that it is off, so that the focus stays.
 * @param {{ text: string, sign: string, isOff: boolean, onMove: () => void }} props */
export function Move({ text, sign, isOff, onMove }) {
  return (
    <button
      type="button"
      className="qa-move"
      aria-label={text}
      aria-disabled={isOff || undefined}
      onClick={isOff ? undefined : onMove}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}
