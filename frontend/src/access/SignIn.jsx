/** The screen for somebody who is not signed in; the address that they wanted stays in the address bar. */
import { useSession } from '../kernel/session.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { SignInForm } from './SignInForm.jsx';

export function SignIn() {
  const { config } = useSession();
  return (
    <>
      <PageHeading title="Sign in" caption={config.product_name} />
      <p className="govuk-body qa-lede">Quality assurance of children’s social care in {config.council_name}.</p>
      <SignInForm />
    </>
  );
}
