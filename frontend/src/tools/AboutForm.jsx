/** What a tool is about: its title, its kind, the words to the auditor, and the scales that answer its questions. */
import { Link } from 'react-router';
import { Button } from '../kernel/ui/Button.jsx';
import { TextArea, TextField } from '../kernel/ui/Field.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { onScale } from './builder.js';
import { kinds } from './words.js';

/** @typedef {import('./builder.js').Content} Content */

/**
 * @param {object} props
 * @param {Content} props.content
 * @param {import('./api.js').ScaleListed[]} props.scales
 * @param {import('../kernel/problem.js').Problem|null} props.problem
 * @param {(change: Partial<Content>) => void} props.onChange
 * @param {() => void} props.onAdd
 */
export function AboutForm({ content, scales, problem, onChange, onAdd }) {
  const options = scales.map(({ id, title, levels }) => ({
    value: id,
    text: `${title}: ${levels.map(({ label }) => label).join(', ')}`,
  }));
  /** @param {'scale_id'|'compliance_scale_id'} name @param {string} id */
  const choose = (name, id) => {
    const grades = scales.find((scale) => scale.id === id)?.levels.map(({ code }) => code) ?? [];
    onChange({ ...onScale(content, name === 'scale_id' ? 'quality' : 'compliance', grades), [name]: id });
  };
  return (
    <div className="qa-builder">
      <h2 className="govuk-heading-m">About the tool</h2>
      <TextField
        label="Title"
        pointer="/title"
        problem={problem}
        value={content.title}
        onChange={(title) => onChange({ title })}
      />
      <Select
        label="Kind of audit"
        pointer="/kind"
        problem={problem}
        options={kinds}
        value={content.kind}
        onChange={(kind) => onChange({ kind: /** @type {Content['kind']} */ (kind) })}
      />
      <TextArea
        label="Words to the auditor"
        hint="What this audit is for and how it is done. They stand before its first question."
        isOptional
        rows={5}
        maxLength={4000}
        pointer="/introduction"
        problem={problem}
        value={content.introduction}
        onChange={(introduction) => onChange({ introduction })}
      />
      <Select
        label="Scale for quality"
        hint="Every judgement of quality, and the overall grade, is one of its levels."
        pointer="/scale_id"
        problem={problem}
        options={options}
        value={content.scale_id}
        onChange={(id) => choose('scale_id', id)}
      />
      <Select
        label="Scale for compliance"
        hint="Whether something was done. It grades no standard, and no second reading is made of it."
        pointer="/compliance_scale_id"
        problem={problem}
        options={options}
        value={content.compliance_scale_id}
        onChange={(id) => choose('compliance_scale_id', id)}
      />
      <p className="govuk-body">
        <Link className="govuk-link" to="/tools/scales">
          All scales, and how to make one
        </Link>
      </p>
      {!content.sections.length && <Button onClick={onAdd}>Add the first section</Button>}
    </div>
  );
}
