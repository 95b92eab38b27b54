/** The way from a figure to how it came about. */
import { Link } from 'react-router';
import { evidenceAddress } from './evidence.js';

/**
 * @param {object} props
 * @param {string} props.code
 * @param {string} [props.unitId] the council, if none is named
 * @param {string} props.periodType
 * @param {string} props.periodStart YYYY-MM-DD
 * @param {string} props.label the period in words, for those who hear the link by itself
 */
export function EvidenceLink({ code, unitId = '', periodType, periodStart, label }) {
  const place = { unit_id: unitId, period_type: periodType, period_start: periodStart };
  return (
    <Link className="govuk-link" to={evidenceAddress(code, place)}>
      Evidence<span className="govuk-visually-hidden"> of {label}</span>
    </Link>
  );
}
