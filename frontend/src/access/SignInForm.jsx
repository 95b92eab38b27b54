/** E-mail address and password. Pasting is allowed and the password can be shown. */
import { useState } from 'react';
import { asProblem, problemIn } from '../kernel/problem.js';
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { Field, TextField } from '../kernel/ui/Field.jsx';

/** @param {{ email?: string }} props */
export function SignInForm({ email: known = '' }) {
  const { signIn } = useSession();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const [isShown, setShown] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {import('../kernel/problem.js').Problem|null} */ (null));

  /** @param {import('react').FormEvent} event */
  async function onSubmit(event) {
    event.preventDefault();
    if (isBusy) return;
    const missing = problemIn({
      ...(email.trim() ? {} : { '/email': 'Enter your e-mail address' }),
      ...(password ? {} : { '/password': 'Enter your password' }),
    });
    setProblem(missing);
    if (missing) return;
    setBusy(true);
    try {
      await signIn({ email: email.trim(), password });
    } catch (error) {
      const found = asProblem(error);
      setProblem(
        found.status === 401 ? problemIn({ '/email': 'The e-mail address or the password is not right' }) : found,
      );
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="qa-form" noValidate onSubmit={onSubmit}>
      <ErrorSummary problem={problem} />
      <TextField
        label="E-mail address"
        pointer="/email"
        type="email"
        autoComplete="username"
        problem={problem}
        value={email}
        onChange={setEmail}
      />
      <Field label="Password" pointer="/password" problem={problem}>
        {(input) => (
          <div className="qa-password">
            <input
              {...input}
              className="govuk-input"
              type={isShown ? 'text' : 'password'}
              autoComplete="current-password"
              autoCapitalize="none"
              spellCheck={false}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
            <Button look="secondary" aria-controls={input.id} onClick={() => setShown(!isShown)}>
              {isShown ? 'Hide' : 'Show'}
              <span className="govuk-visually-hidden"> password</span>
            </Button>
          </div>
        )}
      </Field>
      <Button type="submit" isBusy={isBusy}>
        Sign in
      </Button>
    </form>
  );
}
