/** The first page: what waits for me, and the triangle. Whoever audits or moderates sees their work first. */
import { may } from '../kernel/may.js';
import { Panels } from '../kernel/panels.jsx';
import { useSession } from '../kernel/session.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { AdministratorLinks } from './AdministratorLinks.jsx';
import { MyWork } from './MyWork.jsx';
import { TrianglePanel } from './TrianglePanel.jsx';

export function HomePage() {
  const session = useSession();
  const isWorker = may(session, 'audits:complete') || may(session, 'moderations:complete');
  return (
    <>
      <PageHeading title="Quality of practice" />
      {isWorker && <MyWork />}
      <Panels on="home" />
      {may(session, 'indicators:read') ? <TrianglePanel /> : <AdministratorLinks />}
    </>
  );
}
