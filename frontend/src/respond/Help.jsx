/** What to do when somebody is not safe. A survey is anonymous, so nobody can act on what is told in it. */

/** @param {{ isChild: boolean }} props */
export function Help({ isChild }) {
  return (
    <footer>
      {isChild ? (
        <>
          <h2>Not safe, or worried?</h2>
          <p>
            Tell an adult you trust, or call <b>Childline 0800 1111</b>. It is free, day and night. If you are in danger
            now, call <b>999</b>.
          </p>
          <p>We cannot see who you are here, so we cannot come to help because of what you answer.</p>
        </>
      ) : (
        <>
          <h2>If somebody is not safe</h2>
          <p>
            In danger now: call <b>999</b>. Worried about a child: call children’s social care at your council. Children
            can call <b>Childline 0800 1111</b>, free, day and night.
          </p>
          <p>These answers are anonymous, so nobody can act on one of them.</p>
        </>
      )}
    </footer>
  );
}
