/** The tools of a round, and how many audits are made with each: one line for most rounds, several in a practice week. */
import { useQuery } from '@tanstack/react-query';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { TextField } from '../kernel/ui/Field.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { toolsQuery } from '../tools/api.js';
import { kinds, kindWords } from '../tools/words.js';
import { blankLine } from './form.js';

/** @typedef {import('./form.js').Line} Line */
const most = 10;

/** @param {{ lines: Line[], onChange: (lines: Line[]) => void, problem: import('../kernel/problem.js').Problem|null }} props */
export function LineFields({ lines, onChange, problem }) {
  const tools = useQuery(toolsQuery());
  const published = (tools.data ?? []).filter((tool) => tool.state === 'published');
  if (tools.isError) return <ProblemNotice error={tools.error} />;
  /** @param {number} place @param {Partial<Line>} change */
  const change = (place, change) => onChange(lines.map((line, i) => (i === place ? { ...line, ...change } : line)));
  return (
    <>
      {lines.map((line, i) => (
        <fieldset className="govuk-fieldset rounds-line" key={i}>
          <legend className="govuk-visually-hidden">Line {i + 1}</legend>
          <Select
            label="Audit tool"
            isSmall
            any="Choose a tool"
            pointer={`/lines/${i}/tool_id`}
            problem={problem}
            options={published.map(({ id, title, kind, version_number }) => ({
              value: id,
              text: `${title}, version ${version_number} (${kindWords(kind)})`,
            }))}
            value={line.tool_id}
            onChange={(id) =>
              change(i, { tool_id: id, kind: published.find((tool) => tool.id === id)?.kind ?? line.kind })
            }
          />
          <Select
            label="Kind of audit"
            isSmall
            any="As the tool"
            pointer={`/lines/${i}/kind`}
            problem={problem}
            options={kinds}
            value={line.kind}
            onChange={(kind) => change(i, { kind })}
          />
          <TextField
            label="How many"
            isSmall
            type="number"
            width={5}
            pointer={`/lines/${i}/size`}
            problem={problem}
            value={line.size}
            onChange={(size) => change(i, { size })}
          />
          {lines.length > 1 && (
            <LinkButton onClick={() => onChange(lines.filter((_, other) => other !== i))}>
              Take out<span className="govuk-visually-hidden"> line {i + 1}</span>
            </LinkButton>
          )}
        </fieldset>
      ))}
      {lines.length < most && (
        <Button look="secondary" onClick={() => onChange([...lines, blankLine])}>
          Add another tool
        </Button>
      )}
    </>
  );
}
