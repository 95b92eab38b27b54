/** Chooses somebody who may do an action, or verify one; with many people, by a part of the name. */
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { TextField } from '../kernel/ui/Field.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { actionPeopleQuery } from './api.js';

/**
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.pointer
 * @param {'complete'|'verify'} props.to
 * @param {string} props.value
 * @param {(id: string) => void} props.onChange
 * @param {import('../kernel/problem.js').Problem|null} [props.problem]
 * @param {string} [props.hint]
 * @param {boolean} [props.isOptional]
 * @param {{ id: string, name: string }|null} [props.held] who it is now, who may not be on the first page
 * @param {string[]} [props.but] those who cannot be chosen here
 */
export function PersonChoice({ to, value, onChange, held = null, but = [], ...field }) {
  const [q, setQ] = useState('');
  const people = useQuery(actionPeopleQuery(to, useDeferredValue(q)));
  const found = (people.data?.items ?? []).filter(({ id }) => !but.includes(id));
  const options = found.map(({ id, name, job_title, unit_name }) => ({
    value: id,
    text: [name, job_title, unit_name].filter(Boolean).join(', '),
  }));
  if (held && value === held.id && !options.some((option) => option.value === held.id)) {
    options.unshift({ value: held.id, text: held.name });
  }
  return (
    <>
      {(people.data?.next_cursor || q) && (
        <TextField
          label={`Part of the name: ${field.label.toLowerCase()}`}
          pointer={`${field.pointer}/q`}
          type="search"
          width={20}
          isSmall
          value={q}
          onChange={setQ}
        />
      )}
      <Select
        {...field}
        any={field.isOptional ? 'Nobody' : people.isPending ? 'Loading people…' : 'Choose somebody'}
        options={options}
        value={value}
        onChange={onChange}
      />
    </>
  );
}
