/** The form of a tool as the auditor will meet it, to be tried; nothing that is entered is kept. */
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Notice } from '../kernel/ui/Notice.jsx';
import { progressOf } from './answers.js';
import { StandardStep } from './StandardStep.jsx';
import { StepRail } from './StepRail.jsx';

/** @param {{ tool: import('../tools/api.js').Tool }} props */
export function FormPreview({ tool }) {
  const [params] = useSearchParams();
  const [values, setValues] = useState(/** @type {import('../kernel/autosave.js').Fields} */ ({}));
  const { sections } = tool;
  const step = params.get('standard') ?? String(sections[0]?.number);
  const place = sections.findIndex(({ number }) => String(number) === step);
  const section = sections[place];
  return (
    <div className="qa-columns">
      <StepRail
        label="Parts of the form"
        current={section ? step : 'check'}
        saveState="A preview: what you enter is not kept."
        steps={[
          ...sections.map(({ number, title, questions }) => ({
            step: String(number),
            title,
            ...progressOf(questions, values),
          })),
          { step: 'check', title: 'Check and submit' },
        ]}
      />
      <div>
        {section ? (
          <StandardStep
            key={section.id}
            caption={`Preview. Part ${place + 1} of ${sections.length}`}
            section={section}
            tool={tool}
            values={values}
            onChange={(field, value) => setValues((before) => ({ ...before, [field]: value }))}
            problem={null}
            before={sections[place - 1]}
            after={sections[place + 1]}
          />
        ) : (
          <Notice>
            Here the auditor gives the overall grade with its reason, sees what is still missing, and submits.
          </Notice>
        )}
      </div>
    </div>
  );
}
