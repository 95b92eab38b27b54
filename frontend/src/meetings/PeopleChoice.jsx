/** Several people out of many, found by a part of their names; those chosen stay in sight. */
import { useState } from 'react';
import { Checkbox } from '../kernel/ui/Checkbox.jsx';
import { TextField } from '../kernel/ui/Field.jsx';

/** @typedef {{ id: string, name: string, job_title?: string }} Person */

const most = 12;

/** @param {{ legend: string, people: Person[], chosen: string[], onChange: (ids: string[]) => void }} props */
export function PeopleChoice({ legend, people, chosen, onChange }) {
  const [q, setQ] = useState('');
  const wanted = q.trim().toLowerCase();
  const others = people.filter(
    ({ id, name, job_title }) => !chosen.includes(id) && `${name} ${job_title ?? ''}`.toLowerCase().includes(wanted),
  );
  const shown = [...people.filter(({ id }) => chosen.includes(id)), ...others.slice(0, most)];
  return (
    <fieldset className="govuk-fieldset govuk-form-group">
      <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">{legend}</legend>
      <TextField label="Find by name or job" type="search" isSmall pointer="?people" value={q} onChange={setQ} />
      {shown.map(({ id, name, job_title }) => (
        <Checkbox
          key={id}
          label={job_title ? `${name}, ${job_title}` : name}
          pointer={`/person/${id}`}
          isChecked={chosen.includes(id)}
          onChange={(isIn) => onChange(isIn ? [...chosen, id] : chosen.filter((one) => one !== id))}
        />
      ))}
      {others.length > most && (
        <p className="govuk-hint">{others.length - most} more: write a part of the name to find them.</p>
      )}
    </fieldset>
  );
}
