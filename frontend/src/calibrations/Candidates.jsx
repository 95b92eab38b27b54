/** Who may be invited, and who is too near the case to be. */
import { Checkbox } from '../kernel/ui/Checkbox.jsx';
import { Details } from '../kernel/ui/Details.jsx';
import './calibrations.scss';

/** @typedef {import('./api.js').Candidate} Candidate */

/** @param {Candidate} candidate */
const named = ({ name, unit_name }) => (unit_name ? `${name}, ${unit_name}` : name);

/** @param {{ candidates: Candidate[], chosen: string[], onChange: (id: string, isIn: boolean) => void }} props */
export function Candidates({ candidates, chosen, onChange }) {
  const free = candidates.filter(({ conflict }) => !conflict);
  const near = candidates.filter(({ conflict }) => conflict);
  return (
    <fieldset className="govuk-fieldset govuk-form-group" id="field-person_ids" tabIndex={-1}>
      <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">Who grades</legend>
      <div className="govuk-hint">Ten people or more say much more than five. {chosen.length} chosen.</div>
      {free.length ? (
        <ul className="qa-people">
          {free.map((candidate) => (
            <li key={candidate.person_id}>
              <Checkbox
                label={named(candidate)}
                pointer={`/people/${candidate.person_id}`}
                isChecked={chosen.includes(candidate.person_id)}
                onChange={(isIn) => onChange(candidate.person_id, isIn)}
              />
            </li>
          ))}
        </ul>
      ) : (
        <p className="govuk-body">Nobody may grade this case: everybody who could is too near it.</p>
      )}
      {near.length > 0 && (
        <Details summary={`${near.length} cannot be invited to this case`}>
          <ul className="govuk-list govuk-list--bullet">
            {near.map((candidate) => (
              <li key={candidate.person_id}>
                {named(candidate)}: {candidate.conflict}
              </li>
            ))}
          </ul>
        </Details>
      )}
    </fieldset>
  );
}
