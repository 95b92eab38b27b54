/** What the case data say of the audited period: in figures, as a timeline, and as a list; days and codes, no words. */
import { useQuery } from '@tanstack/react-query';
import { scaleTime } from 'd3-scale';
import { dayOf, momentOf, shortDayOf } from '../kernel/dates.js';
import { Details } from '../kernel/ui/Details.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { factsQuery } from './api.js';
import './audits.scss';

/** @typedef {import('./api.js').Schemas['AuditFactsRead']} CaseFacts */
/** @typedef {CaseFacts['events'][number]} CaseEvent */

/** @param {number} n @param {string} one @param {string} [many] */
const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
/** @param {number|null} days @param {string} what */
const gapWords = (days, what) => (days === null ? '' : `, at most ${count(days, 'day')} without a ${what}`);

/** @param {{ auditId: string, isNarrow?: boolean }} props `isNarrow`: it stands beside the form, where a picture has no room */
export function CaseFacts({ auditId, isNarrow = false }) {
  const facts = useQuery(factsQuery(auditId));
  return (
    <Loaded query={facts} loading="Loading what the case data say…">
      {(data) => (
        <section className="qa-case" aria-labelledby={`case-${isNarrow}`}>
          <h2 className="govuk-heading-s" id={`case-${isNarrow}`}>
            What the case data say
          </h2>
          <Figures facts={data} />
          {data.events.length > 0 && !isNarrow && <Timeline facts={data} />}
          {data.events.length > 0 && (
            <Details summary={`All ${count(data.events.length, 'record')} of the period`}>
              <EventList events={data.events} />
            </Details>
          )}
        </section>
      )}
    </Loaded>
  );
}

/** @param {{ facts: CaseFacts }} props */
function Figures({ facts }) {
  const { visits, seen, seen_alone, plans, reviews, supervisions } = facts;
  return (
    <>
      <p className="govuk-body-s">
        {dayOf(facts.period_from)} to {dayOf(facts.period_to)}.{' '}
        {facts.taken_at ? `As it was on ${momentOf(facts.taken_at)}, when the audit was opened.` : 'As it is now.'}
      </p>
      <ul className="govuk-list govuk-list--bullet">
        <li>
          {count(visits, 'visit')}
          {visits > 0 && ` (seen at ${seen}, alone at ${seen_alone})`}
          {gapWords(facts.longest_without_visit, 'visit')}
        </li>
        <li>
          {count(plans, 'plan or episode', 'plans and episodes')}, {count(reviews, 'review')}
        </li>
        <li>
          {count(supervisions, 'supervision')}
          {gapWords(facts.longest_without_supervision, 'supervision')}
        </li>
      </ul>
    </>
  );
}

const lane = 24;
const left = 190;
const width = 720;

/** One lane for each kind of record; what lasts is a bar, what happens on a day a mark. @param {{ facts: CaseFacts }} props */
function Timeline({ facts }) {
  const { events, period_from, period_to } = facts;
  const titles = [...new Map(events.map(({ entity, title }) => [entity, title]))];
  const x = scaleTime([new Date(period_from), new Date(period_to)], [left, width - 8]).clamp(true);
  const height = titles.length * lane + 26;
  return (
    <div className="qa-lanes">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Timeline from ${dayOf(period_from)} to ${dayOf(period_to)}: ${titles.map(([entity, title]) => `${title} ${events.filter((event) => event.entity === entity).length}`).join(', ')}`}
      >
        {x.ticks(6).map((tick) => (
          <g key={tick.getTime()} className="qa-lanes__tick">
            <line x1={x(tick)} x2={x(tick)} y1={0} y2={height - 22} />
            <text x={x(tick)} y={height - 6} textAnchor={x(tick) > width - 40 ? 'end' : 'middle'}>
              {shortDayOf(tick.toISOString().slice(0, 10)).replace(/^\d+ /, '')}
            </text>
          </g>
        ))}
        {titles.map(([entity, title], row) => (
          <g key={entity} transform={`translate(0 ${row * lane})`}>
            <text x={0} y={16} className="qa-lanes__lane">
              {title.length > 28 ? `${title.slice(0, 27)}…` : title}
            </text>
            {events
              .filter((event) => event.entity === entity)
              .map((event) => (
                <Mark key={event.source_id} event={event} x={x} end={period_to} />
              ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

/** @param {{ event: CaseEvent, x: (day: Date) => number, end: string }} props */
function Mark({ event, x, end }) {
  const from = x(new Date(event.on));
  if (event.lasts) {
    const to = x(new Date(event.to_on ?? end));
    return <rect x={from} y={7} width={Math.max(3, to - from)} height={10} className="qa-lanes__bar" />;
  }
  const isAlone = event.values.is_seen_alone === true;
  const isMissed = event.values.is_seen === false;
  return (
    <circle
      cx={from}
      cy={12}
      r={5}
      className={`qa-lanes__mark${isAlone ? ' is-alone' : isMissed ? ' is-missed' : ''}`}
    />
  );
}

/** @param {string} name */
const label = (name) => name.replace(/^(is|has)_/, '').replaceAll('_', ' ');
/** @param {unknown} value */
const plain = (value) =>
  value === true ? 'yes' : value === false ? 'no' : [value].flat().join(', ').replaceAll('_', ' ');

/** @param {{ events: CaseEvent[] }} props */
function EventList({ events }) {
  return (
    <ul className="govuk-list qa-events">
      {events.map((event) => (
        <li key={`${event.entity} ${event.source_id}`}>
          <b>{shortDayOf(event.on)}</b> {event.title}
          {event.lasts && (event.to_on ? `, to ${shortDayOf(event.to_on)}` : ', still open')}
          {Object.entries(event.values).map(([name, value]) => `, ${label(name)}: ${plain(value)}`)}
        </li>
      ))}
    </ul>
  );
}
