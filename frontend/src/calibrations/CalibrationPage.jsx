/** One exercise: graded blind by those invited, waited for by the others, and told when it is closed. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { toolQuery } from '../tools/api.js';
import { calibrationQuery } from './api.js';
import { GradeForm } from './GradeForm.jsx';
import { Progress } from './Progress.jsx';
import { Results } from './Results.jsx';
import { calibrationStates } from './words.js';

export function CalibrationPage() {
  const { calibrationId = '' } = useParams();
  const calibration = useQuery(calibrationQuery(calibrationId));
  const tool = useQuery({ ...toolQuery(calibration.data?.tool_id ?? ''), enabled: calibration.isSuccess });
  return (
    <>
      <BackLink to="/calibrations">Calibrations</BackLink>
      <Loaded query={calibration} title="Calibration" loading="Loading the calibration…">
        {(data) => (
          <Loaded query={tool} title="Calibration" loading="Loading the questions…">
            {(questions) => <OneCalibration key={data.id} calibration={data} tool={questions} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

/** @param {{ calibration: import('./api.js').Calibration, tool: import('../tools/api.js').Tool }} props */
function OneCalibration({ calibration, tool }) {
  const { own, state } = calibration;
  const isToGrade = state === 'open' && own && !own.submitted_at && !own.stood_aside_at;
  if (isToGrade) return <GradeForm calibration={calibration} tool={tool} />;
  const words = calibrationStates[state];
  return (
    <>
      <PageHeading
        title={calibration.title}
        caption={`Calibration on child ${calibration.child_ref}, ${calibration.tool_title}`}
      >
        {words && <Tag colour={words.colour}>{words.text}</Tag>}
      </PageHeading>
      {state === 'closed' ? <Results calibration={calibration} /> : <Progress calibration={calibration} />}
    </>
  );
}
