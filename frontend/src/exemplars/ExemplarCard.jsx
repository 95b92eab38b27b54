/** One exemplar: what was seen, the grade it stands for, and why. */
import { Link } from 'react-router';
import { Tag } from '../kernel/ui/Tag.jsx';
import { aboutWords, exemplarStates } from './words.js';
import './exemplars.scss';

/** @param {{ exemplar: import('./api.js').ExemplarListed }} props */
export function ExemplarCard({ exemplar }) {
  const state = exemplarStates[exemplar.state];
  return (
    <article className="qa-exemplar">
      <p className="qa-exemplar__head">
        <Link className="govuk-link" to={`/exemplars/${exemplar.id}`}>
          {aboutWords(exemplar)}: {exemplar.grade_label}
        </Link>
        {state && exemplar.state !== 'published' && <Tag colour={state.colour}>{state.text}</Tag>}
      </p>
      <p className="govuk-body qa-exemplar__words qa-words-kept">{exemplar.words}</p>
      <p className="govuk-body">
        <b>Why:</b> {exemplar.why}
      </p>
    </article>
  );
}
