/** What came from the API, or in words why it has not come: loading, forbidden, not found, failed. */
import { Loading } from './Loading.jsx';
import { PageHeading } from './PageHeading.jsx';
import { ProblemNotice } from './ProblemNotice.jsx';

/**
 * @template T
 * @param {object} props
 * @param {import('@tanstack/react-query').UseQueryResult<T>} props.query
 * @param {string} [props.loading] such as "Loading children…"
 * @param {string} [props.title] where this is a whole page: its heading when nothing has come that has one of its own
 * @param {(data: T) => import('react').ReactNode} props.children
 */
export function Loaded({ query, loading, title, children }) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return (
      <>
        {title && <PageHeading title={title} />}
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  }
  return <Loading>{loading}</Loading>;
}
