/** Ends a moderation: why grades were changed, and how good the audit itself was. */
import { isReason } from '../audits/answers.js';
import { Button } from '../kernel/ui/Button.jsx';
import { TextArea } from '../kernel/ui/Field.jsx';
import { Form } from '../kernel/ui/Form.jsx';
import { RadioGroup } from '../kernel/ui/RadioGroup.jsx';
import { useAction } from '../kernel/useAction.js';
import { useDraft } from '../kernel/useDraft.js';
import { completeModeration } from './api.js';
import { AspectFields, blankAspects, lacksOfAspects } from './AspectFields.jsx';
import { qualities } from './words.js';

const blank = { reason: '', audit_quality: '', audit_quality_reason: '', aspects: blankAspects };

/** @param {{ moderation: import('./api.js').Moderation }} props */
export function CompleteForm({ moderation }) {
  const draft = useDraft(`ending ${moderation.id}`, blank);
  const given = draft.value;
  const outcomes = [moderation, ...Object.values(moderation.judgements)].map(({ outcome }) => outcome);
  const isAgreed = outcomes.every((outcome) => outcome === 'agreed');
  const complete = useAction(
    async () => {
      const quality = /** @type {'high'|'adequate'|'poor'} */ (given.audit_quality);
      const aspects = /** @type {import('./AspectFields.jsx').Rated} */ (given.aspects);
      const answer = await completeModeration(moderation, { ...given, audit_quality: quality, aspects });
      await draft.forget();
      return answer;
    },
    {
      lacks: () => ({
        '/reason':
          !isAgreed &&
          !moderation.reason &&
          !isReason(given.reason) &&
          'Write why grades were changed: at least 10 characters',
        ...lacksOfAspects(given.aspects),
        '/audit_quality': !given.audit_quality && 'Say how good the audit itself was',
        '/audit_quality_reason':
          !isReason(given.audit_quality_reason) && 'Write why you judge the audit so: at least 10 characters',
      }),
      refreshes: ['moderations', 'audits'],
    },
  );
  const { problem } = complete;
  /** @param {'reason'|'audit_quality'|'audit_quality_reason'} name */
  const field = (name) => ({
    pointer: `/${name}`,
    problem,
    value: given[name],
    onChange: (/** @type {string} */ value) => draft.set({ ...given, [name]: value }),
  });
  return (
    <section aria-labelledby="complete" className="qa-no-print">
      <h2 className="govuk-heading-m" id="complete">
        Complete the moderation
      </h2>
      <Form action={complete}>
        <TextArea
          label={isAgreed || moderation.reason ? 'Remarks' : 'Why grades were changed'}
          isOptional={isAgreed || Boolean(moderation.reason)}
          maxLength={4000}
          {...field('reason')}
        />
        <AspectFields
          value={given.aspects}
          problem={problem}
          onChange={(changed) => draft.set({ ...given, aspects: changed })}
        />
        <RadioGroup
          legend="How good is the audit on the whole?"
          hint="Apart from the grades it gives."
          options={qualities}
          {...field('audit_quality')}
        />
        <TextArea label="Why you judge the audit so" maxLength={4000} {...field('audit_quality_reason')} />
        <p className="govuk-body">The audit is then final, and your grades are those that are reported.</p>
        <Button type="submit" isBusy={complete.isBusy}>
          Complete the moderation
        </Button>
      </Form>
    </section>
  );
}
