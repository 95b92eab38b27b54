/** One version of the standards: to read, and while it is a draft to reword and publish. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { Button } from '../kernel/ui/Button.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { versionQuery } from './api.js';
import { DraftForm } from './DraftForm.jsx';
import { PublishForm } from './PublishForm.jsx';
import { StandardsColumns } from './StandardsColumns.jsx';
import { VersionBar } from './VersionBar.jsx';

export function VersionPage() {
  const { versionId = '' } = useParams();
  const version = useQuery(versionQuery(versionId));
  return (
    <>
      <BackLink to="/standards/versions">Versions of the standards</BackLink>
      <Loaded query={version} title="Practice standards" loading="Loading the version…">
        {(data) => <VersionDetail version={data} />}
      </Loaded>
    </>
  );
}

/** @param {{ version: import('./api.js').Version }} props */
function VersionDetail({ version }) {
  const session = useSession();
  const [isEditing, setEditing] = useState(false);
  const isDraft = version.state === 'draft';
  return (
    <>
      <PageHeading title={`${version.set.title}, version ${version.number}`} />
      <VersionBar version={version}>
        {isDraft && may(session, 'standards:draft') && !isEditing && (
          <Button look="secondary" onClick={() => setEditing(true)}>
            Edit the draft
          </Button>
        )}
        {isDraft && may(session, 'standards:publish') && !isEditing && <PublishForm version={version} />}
      </VersionBar>
      {isEditing ? (
        <DraftForm version={version} onDone={() => setEditing(false)} />
      ) : (
        <StandardsColumns version={version} />
      )}
    </>
  );
}
