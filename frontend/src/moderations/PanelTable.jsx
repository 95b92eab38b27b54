/** Who sits on the panel and what each gave: hidden until all have, then side by side where they differ. */
import { useSession } from '../kernel/session.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Notice } from '../kernel/ui/Notice.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { useAction } from '../kernel/useAction.js';
import { levelWords } from '../tools/words.js';
import { releasePanelMember } from './api.js';

/** @typedef {import('./api.js').Moderation} Moderation */
/** @typedef {Moderation['panel'][number]} Member */

/** @param {{ moderation: Moderation, tool: import('../tools/api.js').Tool }} props */
export function PanelTable({ moderation, tool }) {
  const { me } = useSession();
  const { levels } = tool.scale;
  const isHidden = moderation.state === 'allocated';
  const waiting = moderation.panel.filter((member) => !member.has_given && !member.is_released);
  const release = useAction((/** @type {string} */ personId) => releasePanelMember(moderation, personId), {
    refreshes: ['moderations', 'audits'],
  });
  const mayRelease = isHidden && moderation.moderator_id === me?.id;
  return (
    <section aria-labelledby="panel">
      <h2 className="govuk-heading-m" id="panel">
        The panel
      </h2>
      {isHidden && (
        <Notice>
          {moderation.panel.length - waiting.length} of {moderation.panel.length} have given their grades. All are shown
          together when everybody has.
        </Notice>
      )}
      {release.problem && <ProblemNotice error={release.problem} />}
      <Table
        caption="Members and their overall grades"
        isCaptionHidden
        rows={moderation.panel}
        rowKey={(member) => member.person_id}
        columns={[
          {
            key: 'name',
            title: 'Member',
            isHeader: true,
            cell: (member) => (member.is_chair ? `${member.name}, chair` : member.name),
          },
          {
            key: 'grade',
            title: 'Overall grade of their own',
            cell: (member) => (member.second_grade ? levelWords(levels, member.second_grade) : standOf(member)),
          },
          ...(mayRelease
            ? [
                {
                  key: 'release',
                  title: 'To do',
                  isScreenOnly: true,
                  cell: (/** @type {Member} */ member) =>
                    member.is_chair || member.has_given || member.is_released ? (
                      '–'
                    ) : (
                      <Button look="secondary" isBusy={release.isBusy} onClick={() => release.run(member.person_id)}>
                        Go on without <span className="govuk-visually-hidden">{member.name}</span>
                        <span aria-hidden="true">them</span>
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      {!isHidden && <Differing moderation={moderation} tool={tool} />}
    </section>
  );
}

/** @param {Member} member */
const standOf = (member) => (member.is_released ? 'Released' : member.has_given ? 'Given' : 'Has not graded yet');

/** @param {{ moderation: Moderation, tool: import('../tools/api.js').Tool }} props */
function Differing({ moderation, tool }) {
  const { levels } = tool.scale;
  const members = moderation.panel.filter((member) => member.judgements);
  const rows = tool.sections
    .flatMap((section) => section.questions)
    .filter(({ id }) => new Set(members.map((member) => member.judgements?.[id])).size > 1);
  if (!rows.length) return <p className="govuk-body">The members graded every question alike.</p>;
  return (
    <Table
      caption="Where the members differ"
      rows={rows}
      rowKey={(question) => question.id}
      columns={[
        {
          key: 'question',
          title: 'Question',
          isHeader: true,
          cell: ({ code, text }) => (
            <span>
              <b>{code}</b> {text}
            </span>
          ),
        },
        ...members.map((member) => ({
          key: member.person_id,
          title: member.name,
          cell: (/** @type {{ id: string }} */ { id }) => levelWords(levels, member.judgements?.[id] ?? null),
        })),
      ]}
    />
  );
}
