/** What has been done with a child, as one list of pieces with their days, the latest first. */

/** @typedef {{ key: string, what: string, from: string|null, to: string|null, outcome: string }} Piece */

/** @param {import('./api.js').Child} child @returns {Piece[]} */
export function piecesOf(child) {
  const pieces = [
    ...child.referrals.map((referral) => ({
      key: `referral ${referral.source_id}`,
      what: 'Referral',
      from: referral.referred_on,
      to: referral.closed_on,
      outcome: referral.is_nfa ? 'No further action' : '',
    })),
    ...child.assessments.map((assessment) => ({
      key: `assessment ${assessment.source_id}`,
      what: 'Assessment',
      from: assessment.started_on,
      to: assessment.authorised_on,
      outcome: assessment.is_child_seen === false ? 'Child not seen' : assessment.is_child_seen ? 'Child seen' : '',
    })),
    ...child.plans.map((plan) => ({
      key: `plan ${plan.source_id}`,
      what: 'Child protection plan',
      from: plan.started_on,
      to: plan.ended_on,
      outcome: '',
    })),
    ...child.episodes.map((episode) => ({
      key: `episode ${episode.source_id}`,
      what: 'In care',
      from: episode.started_on,
      to: episode.ceased_on,
      outcome: '',
    })),
  ];
  return pieces.toSorted((a, b) => (b.from ?? '').localeCompare(a.from ?? ''));
}
