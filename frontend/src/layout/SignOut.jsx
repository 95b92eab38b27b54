/** Signs out, but not over words that could not be sent. */
import { useState } from 'react';
import { useSession } from '../kernel/session.jsx';
import { Button, LinkButton } from '../kernel/ui/Button.jsx';
import { Dialog } from '../kernel/ui/Dialog.jsx';

export function SignOut() {
  const { signOut } = useSession();
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState('');
  const leave = () =>
    signOut()
      .then((isGone) => setAsking(!isGone))
      .catch((error) => {
        setFailure(error.message);
        setAsking(true);
      });
  return (
    <>
      <LinkButton onClick={leave}>Sign out</LinkButton>
      <Dialog title="You have not been signed out" isOpen={isAsking} onClose={() => setAsking(false)}>
        <p className="govuk-body">
          {failure ||
            'Some of what you wrote could not be sent yet. If you sign out now it stays on this computer, encrypted, for 7 days and is sent when you open the same page again.'}
        </p>
        <div className="qa-buttons">
          <Button onClick={() => setAsking(false)}>Stay signed in</Button>
          <LinkButton onClick={leave}>Sign out now</LinkButton>
        </div>
      </Dialog>
    </>
  );
}
