/** The survey from its first page to the thank-you: one question a page, nothing sent before the end. */
import { useEffect, useState } from 'react';
import { LinkGone, openForm, respond } from './api.js';
import { Help } from './Help.jsx';
import { Question } from './Question.jsx';
import { Page } from './Page.jsx';

/** @typedef {'opening'|'failed'|'gone'|'start'|'asking'|'ready'|'sending'|'unsent'|'thanks'} Stage */

/** @param {{ token: string }} props */
export function Respond({ token }) {
  const [stage, setStage] = useState(/** @type {Stage} */ (token ? 'opening' : 'gone'));
  const [form, setForm] = useState(/** @type {import('./api.js').Form|null} */ (null));
  const [gone, setGone] = useState(
    'This link is not complete. Open it again from the letter or message you were sent.',
  );
  const [at, setAt] = useState(0);
  const [answers, setAnswers] = useState(/** @type {import('./api.js').Answers} */ ({}));

  /** @param {unknown} error @param {Stage} otherwise */
  const fail = (error, otherwise) => {
    if (error instanceof LinkGone) setGone(error.message);
    setStage(error instanceof LinkGone ? 'gone' : otherwise);
  };
  useEffect(() => {
    if (stage !== 'opening') return;
    let isHere = true;
    openForm(token).then(
      (opened) => {
        if (!isHere) return;
        setForm(opened);
        setStage('start');
      },
      (error) => isHere && fail(error, 'failed'),
    );
    return () => {
      isHere = false;
    };
  }, [token, stage]);

  const send = async () => {
    setStage('sending');
    try {
      await respond(token, answers);
      // The used link leaves the address, so that whoever has the computer next does not meet it.
      window.history.replaceState(null, '', window.location.pathname);
      setStage('thanks');
    } catch (error) {
      fail(error, 'unsent');
    }
  };

  const isChild = form?.audience === 'child';
  const help = <Help isChild={isChild} />;
  if (stage === 'opening') {
    return (
      <Page title="One moment" help={help}>
        <p role="status">Opening the questions…</p>
      </Page>
    );
  }
  if (stage === 'failed') {
    return (
      <Page title="The questions did not open" help={help}>
        <p>Check your connection, then try again. Your link still works.</p>
        <Button onClick={() => setStage('opening')}>Try again</Button>
      </Page>
    );
  }
  if (stage === 'gone' || !form) {
    return (
      <Page title="This link cannot be used" help={help}>
        <p>{gone}</p>
        <p>If you still want to tell us something, ask the person who gave you the link for another.</p>
      </Page>
    );
  }
  if (stage === 'thanks') {
    return (
      <Page title="Thank you" help={help}>
        <p>
          {isChild
            ? 'What you said helps us to get better at our work. Nobody can see which answers are yours.'
            : 'Your answers have been sent. They help us to improve. Nobody can see which are yours.'}
        </p>
        <p>You can close this page now.</p>
      </Page>
    );
  }
  if (stage === 'start') {
    return (
      <Page title={form.title} help={help}>
        {form.introduction && <p className="intro">{form.introduction}</p>}
        <p>
          {countWords(form.questions.length)} You do not have to answer any of them. We do not ask for your name, and
          nobody can see which answers are yours.
        </p>
        <Button onClick={() => setStage('asking')}>Start</Button>
      </Page>
    );
  }
  const question = form.questions[at];
  if (stage === 'asking' && question) {
    return (
      <Question
        key={question.id}
        form={form}
        at={at}
        answer={answers[question.id]}
        onAnswer={(answer) => setAnswers({ ...answers, [question.id]: answer })}
        onNext={() => (at + 1 < form.questions.length ? setAt(at + 1) : setStage('ready'))}
        onBack={() => (at ? setAt(at - 1) : setStage('start'))}
        help={help}
      />
    );
  }
  const isUnsent = stage === 'unsent';
  return (
    <Page
      key={stage === 'sending' ? 'ready' : stage}
      title={isUnsent ? 'Your answers were not sent' : 'Ready to send?'}
      help={help}
    >
      <p role={isUnsent ? 'alert' : undefined}>
        {isUnsent
          ? 'Something went wrong on the way. Your answers are still here. Check your connection and send them again.'
          : 'Those were all the questions. You can go back and change an answer. After you send, it cannot be changed.'}
      </p>
      <div className="buttons">
        <Button isBusy={stage === 'sending'} onClick={() => void send()}>
          {stage === 'sending' ? 'Sending…' : isUnsent ? 'Send again' : 'Send my answers'}
        </Button>
        <button type="button" className="plain" onClick={() => setStage('asking')}>
          Back
        </button>
      </div>
    </Page>
  );
}

/** @param {number} n */
const countWords = (n) => (n === 1 ? 'There is one question.' : `There are ${n} questions.`);

/** @param {{ isBusy?: boolean, onClick: () => void, children: import('react').ReactNode }} props */
function Button({ isBusy = false, onClick, children }) {
  return (
    <button type="button" aria-disabled={isBusy || undefined} onClick={isBusy ? undefined : onClick}>
      {children}
    </button>
  );
}
