/** Every version of the standards, with the way to compare two and to start a draft. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button, ButtonLink } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { ProblemNotice } from '../kernel/ui/ProblemNotice.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { useAction } from '../kernel/useAction.js';
import { draftVersion, versionsQuery } from './api.js';
import { spanWords, stateTags } from './versions.js';

/** The version that this one followed: the newest with a lower number.
 * @param {import('./api.js').VersionListed[]} versions @param {import('./api.js').VersionListed} version */
export const versionBefore = (versions, version) =>
  versions
    .filter((other) => other.set.code === version.set.code && other.number < version.number)
    .toSorted((a, b) => b.number - a.number)[0];

export function VersionList() {
  const session = useSession();
  const navigate = useNavigate();
  const versions = useQuery(versionsQuery());
  const draft = useAction(draftVersion, {
    refreshes: ['standards'],
    onDone: (version) => void navigate(`/standards/versions/${version.id}`),
  });
  return (
    <>
      <BackLink to="/standards">Practice standards</BackLink>
      <PageHeading title="Versions of the standards">
        {may(session, 'standards:draft') && (
          <ButtonLink to="/standards/sets/new" look="secondary">
            Begin another set
          </ButtonLink>
        )}
      </PageHeading>
      {draft.problem && <ProblemNotice error={draft.problem} />}
      <Loaded query={versions} loading="Loading versions…">
        {(items) =>
          items.length ? (
            <Table
              caption="Versions"
              isCaptionHidden
              rows={items}
              rowKey={(version) => version.id}
              columns={[
                {
                  key: 'number',
                  title: 'Version',
                  isHeader: true,
                  cell: (version) => (
                    <Link className="govuk-link" to={`/standards/versions/${version.id}`}>
                      Version {version.number}
                    </Link>
                  ),
                },
                { key: 'title', title: 'Title', cell: (version) => version.title },
                {
                  key: 'state',
                  title: 'State',
                  cell: (version) => {
                    const tag = stateTags[version.state];
                    return tag ? <Tag colour={tag.colour}>{tag.text}</Tag> : version.state;
                  },
                },
                { key: 'span', title: 'In use', cell: spanWords },
                {
                  key: 'compare',
                  title: 'What changed',
                  cell: (version) => {
                    const before = versionBefore(items, version);
                    return before ? (
                      <Link className="govuk-link" to={`/standards/comparison?before=${before.id}&after=${version.id}`}>
                        Compare with version {before.number}
                      </Link>
                    ) : (
                      'The first'
                    );
                  },
                },
                ...(may(session, 'standards:draft')
                  ? [
                      {
                        key: 'draft',
                        title: 'Next version',
                        cell: (/** @type {import('./api.js').VersionListed} */ version) =>
                          version.state === 'published' ? (
                            <Button look="secondary" isBusy={draft.isBusy} onClick={() => draft.run(version.id)}>
                              Start a draft
                            </Button>
                          ) : (
                            '–'
                          ),
                      },
                    ]
                  : []),
              ]}
            />
          ) : (
            <Empty title="No version yet" />
          )
        }
      </Loaded>
    </>
  );
}
