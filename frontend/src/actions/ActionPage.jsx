/** One action: how far it has come, what was written at each step, what may be done next, and its whole history. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { dayOf, momentOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { ActionDue, ActionState } from './ActionState.jsx';
import { actionQuery } from './api.js';
import { LoopSteps } from './LoopSteps.jsx';
import { NextSteps } from './NextSteps.jsx';
import { sourcePath, sourceWords, stepWords, titleOf } from './words.js';
import './actions.scss';
import '../audits/audits.scss';

/** @typedef {import('./api.js').Action} Action */

export function ActionPage() {
  const { actionId = '' } = useParams();
  const action = useQuery(actionQuery(actionId));
  return (
    <>
      <BackLink to="/actions">Actions</BackLink>
      <Loaded query={action} title="Action" loading="Loading the action…">
        {(data) => <OneAction action={data} />}
      </Loaded>
    </>
  );
}

/** @param {{ action: Action }} props */
function OneAction({ action }) {
  return (
    <>
      <PageHeading title={titleOf(action)} caption={`Action ${action.reference}`}>
        <Button look="secondary" onClick={() => window.print()}>
          Print
        </Button>
      </PageHeading>
      <LoopSteps action={action} />
      {action.is_escalated && (
        <Notice look="warning">
          This action is overdue for so long that it goes to those above its owner:{' '}
          {action.escalated_to.join(', ') || 'nobody holds such a role'}.
        </Notice>
      )}
      <ActionFacts action={action} />
      <Words title="More about it" text={action.detail} />
      <Words title="What was done" text={action.done_text} />
      <Words title="Evidence" text={action.evidence} />
      <Words title="What was seen" text={action.seen_text} />
      <Words title="What proves that it worked" text={action.proof} />
      <Words title="Why it was cancelled" text={action.cancelled_reason} />
      <NextSteps key={action.version} action={action} />
      <History action={action} />
    </>
  );
}

/** @param {{ action: Action }} props */
function ActionFacts({ action }) {
  const session = useSession();
  const source = sourcePath(action);
  const from = [sourceWords[action.source_kind], action.source_label].filter(Boolean).join(' ');
  return (
    <Facts
      facts={[
        { name: 'State', value: <ActionState action={action} /> },
        { name: 'Due', value: <ActionDue action={action} /> },
        { name: 'Who does it', value: action.owner_name },
        ...(action.delegate_name ? [{ name: 'On their behalf', value: action.delegate_name }] : []),
        { name: 'Who verifies it', value: action.verifier_name ?? 'Anybody who may, and does not do it' },
        { name: 'Set by', value: `${action.set_by_name}, ${dayOf(action.set_at)}` },
        { name: 'Came from', value: source ? <PageLink to={source}>{from}</PageLink> : from },
        ...(action.unit_name ? [{ name: 'Team', value: action.unit_name }] : []),
        ...(action.child_ref
          ? [
              {
                name: 'Child',
                value: may(session, 'cases:read') ? (
                  <PageLink to={`/children/${action.child_id}`}>{action.child_ref}</PageLink>
                ) : (
                  action.child_ref
                ),
              },
            ]
          : []),
        ...(action.done_by_name ? [{ name: 'Done by', value: action.done_by_name }] : []),
        ...(action.verified_by_name ? [{ name: 'Verified by', value: action.verified_by_name }] : []),
        ...(action.proof_audit_id
          ? [{ name: 'Re-audit', value: <PageLink to={`/audits/${action.proof_audit_id}`}>See the audit</PageLink> }]
          : []),
        ...(action.proof_indicator ? [{ name: 'Indicator', value: action.proof_indicator }] : []),
      ]}
    />
  );
}

/** @param {{ to: string, children: import('react').ReactNode }} props */
const PageLink = ({ to, children }) => (
  <Link className="govuk-link" to={to}>
    {children}
  </Link>
);

/** @param {{ title: string, text: string|null }} props */
function Words({ title, text }) {
  if (!text) return null;
  return (
    <>
      <h2 className="govuk-heading-s">{title}</h2>
      <p className="govuk-body qa-words-kept qa-lede">{text}</p>
    </>
  );
}

/** @param {{ action: Action }} props */
function History({ action }) {
  return (
    <section aria-labelledby="history">
      <h2 className="govuk-heading-m" id="history">
        What happened
      </h2>
      <ol className="qa-history">
        {action.history.map((event, i) => (
          // The history only ever grows at its end.
          <li key={i} className="govuk-body">
            <p>
              <b>{stepWords[event.step] ?? event.step}</b> {momentOf(event.at)}
              {event.by_name && `, by ${event.by_name}`}
            </p>
            {event.told && <p>{event.told}</p>}
            {event.note && <p className="qa-words-kept">{event.note}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
