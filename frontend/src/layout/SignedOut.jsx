/** The server has forgotten who is here while a page was open: sign in again over the page, which stays as it is. */
import { useState } from 'react';
import { SignInForm } from '../access/SignInForm.jsx';
import { useSession } from '../kernel/session.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';
import { LinkButton } from '../kernel/ui/Button.jsx';

export function SignedOut() {
  const { isExpired, me } = useSession();
  const [isLater, setLater] = useState(false);
  if (!isExpired || !me) return null;
  return (
    <Dialog title="Sign in again" isOpen={!isLater} onClose={() => setLater(true)}>
      <p className="govuk-body">You have been signed out. The page and what you wrote are still here.</p>
      <SignInForm email={me.email ?? ''} />
      <LinkButton onClick={() => setLater(true)}>Look at the page first</LinkButton>
    </Dialog>
  );
}
