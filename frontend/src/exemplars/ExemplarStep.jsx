/** A step of the auditor's form: examples for the standards that the tool asks about, one standard at a time. */
import { useState } from 'react';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Exemplars } from './Exemplars.jsx';

/** @param {{ tool: import('../tools/api.js').Tool }} props */
export function ExemplarStep({ tool }) {
  const standards = tool.sections.filter(({ standard_number }) => standard_number);
  const [number, setNumber] = useState(String(standards[0]?.standard_number ?? ''));
  if (!standards.length) return <Empty title="This tool asks about no standard" />;
  return (
    <>
      <Select
        label="Standard"
        pointer="?exemplars"
        options={standards.map(({ standard_number, title }) => ({
          value: String(standard_number),
          text: `${standard_number}. ${title}`,
        }))}
        value={number}
        onChange={setNumber}
      />
      <Exemplars key={number} standard={Number(number)} />
    </>
  );
}
