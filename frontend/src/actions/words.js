/** The words of actions: their states, their steps, and what they came from. */

/** @typedef {import('../kernel/ui/Tag.jsx').Colour} Colour */

/** @type {Record<string, { text: string, colour: Colour }>} */
export const actionStates = {
  open: { text: 'To do', colour: 'blue' },
  reopened: { text: 'Reopened', colour: 'orange' },
  done: { text: 'Done, not verified', colour: 'yellow' },
  verified: { text: 'Verified', colour: 'green' },
  cancelled: { text: 'Cancelled', colour: 'grey' },
};
export const actionStateOptions = Object.entries(actionStates).map(([value, { text }]) => ({ value, text }));

/** @type {Record<string, string>} */
export const sourceWords = {
  audit: 'Audit',
  moderation: 'Moderation',
  dispute: 'Dispute',
  round: 'Round',
  calibration: 'Calibration',
  meeting: 'Meeting',
  concern: 'Safety concern',
  exception: 'Exception report',
  survey: 'Survey',
  indicator: 'Indicator',
  other: 'Nothing in Plumbline',
};
export const sourceOptions = Object.entries(sourceWords).map(([value, text]) => ({ value, text }));

/** @type {Record<string, string>} */
const pages = {
  audit: '/audits',
  moderation: '/moderations',
  dispute: '/disputes',
  round: '/rounds',
  calibration: '/calibrations',
  meeting: '/meetings',
};

/** The page of what an action came from, where it has one.
 * @param {{ source_kind: string, source_id: string|null }} action */
export const sourcePath = ({ source_kind, source_id }) =>
  pages[source_kind] && source_id ? `${pages[source_kind]}/${source_id}` : null;

/** @type {Record<string, string>} */
export const stepWords = {
  set: 'Set',
  changed: 'Changed',
  done: 'Done',
  verified: 'Verified',
  reopened: 'Reopened',
  proven: 'Proven',
  cancelled: 'Cancelled',
  escalated: 'Escalated by rule',
};

/** What people call an action where they see no title. @param {{ title: string|null, reference: string }} action */
export const titleOf = ({ title, reference }) => title ?? `Action ${reference}`;
