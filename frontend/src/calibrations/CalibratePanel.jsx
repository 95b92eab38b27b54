/** On a final audit: the way to an exercise on its case. */
import { ButtonLink } from '../kernel/ui/Button.jsx';

/** @param {{ audit: { id: string, state: string } }} props */
export function CalibratePanel({ audit }) {
  if (audit.state !== 'final') return null;
  return (
    <section className="qa-no-print" aria-labelledby="calibrate">
      <h2 className="govuk-heading-m" id="calibrate">
        Calibrate on this case
      </h2>
      <p className="govuk-body">Let many auditors grade it without knowing each other’s grades, and compare.</p>
      <ButtonLink to={`/calibrations/new?audit_id=${audit.id}`} look="secondary">
        Set up a calibration
      </ButtonLink>
    </section>
  );
}
