/** When a page itself fails: usually a new release has replaced the files that this page was to load. */
import { useRouteError } from 'react-router';
import { Button } from '../kernel/ui/Button.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';

export function RouteFailure() {
  const error = useRouteError();
  const isOldPage = error instanceof TypeError && /import|fetch|module/i.test(error.message);
  return (
    <>
      <PageHeading title="Sorry, there is a problem with this page" />
      <p className="govuk-body">
        {isOldPage
          ? 'Plumbline may have been updated since you opened it, or the connection is down.'
          : 'Nothing that you saved is lost. Load the page again; if it fails once more, tell your administrator what you were doing.'}
      </p>
      <Button onClick={() => window.location.reload()}>Load the page again</Button>
    </>
  );
}
