/** The plan: the ordered list of rooms, as api/main.py lists them, and the frame around them. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { room as access } from './access/room.js';
import { room as choices } from './choices/room.js';
import { room as actions } from './actions/room.js';
import { room as voices } from './voices/room.js';
import { room as concerns } from './concerns/room.js';
import { room as findings } from './findings/room.js';
import { room as disputes } from './disputes/room.js';
import { room as escalations } from './escalations/room.js';
import { room as rounds } from './rounds/room.js';
import { room as calibrations } from './calibrations/room.js';
import { room as comparators } from './comparators/room.js';
import { room as exceptions } from './exceptions/room.js';
import { room as exemplars } from './exemplars/room.js';
import { room as agreement } from './agreement/room.js';
import { room as meetings } from './meetings/room.js';
import { room as audits } from './audits/room.js';
import { room as cases } from './cases/room.js';
import { room as feed } from './feed/room.js';
import { room as home } from './home/room.js';
import { room as imports } from './imports/room.js';
import { room as indicators } from './indicators/room.js';
import { room as journal } from './journal/room.js';
import { PanelsProvider } from './kernel/panels.jsx';
import { asProblem } from './kernel/problem.js';
import { SessionProvider } from './kernel/session.jsx';
import { Loading } from './kernel/ui/Loading.jsx';
import { ProblemNotice } from './kernel/ui/ProblemNotice.jsx';
import { Accessibility } from './layout/Accessibility.jsx';
import { Layout } from './layout/Layout.jsx';
import { NotFound } from './layout/NotFound.jsx';
import { RouteFailure } from './layout/RouteFailure.jsx';
import { room as moderations } from './moderations/room.js';
import { room as purple_book } from './purple_book/room.js';
import { room as sources } from './sources/room.js';
import { room as standards } from './standards/room.js';
import { room as surveys } from './surveys/room.js';
import { room as targets } from './targets/room.js';
import { room as annotations } from './annotations/room.js';
import { room as charts } from './charts/room.js';
import { room as tools } from './tools/room.js';

/** @typedef {import('./layout/Navigation.jsx').NavItem} NavItem */
/**
 * @typedef {object} Room
 * @property {NavItem[]} nav what the navigation offers, to those who may
 * @property {import('react-router').RouteObject[]} routes
 * @property {import('./kernel/panels.jsx').Panel[]} [panels] what this room adds to the pages of rooms beneath it
 */

/** In the order of the API. @type {Room[]} */
const rooms = [
  access,
  journal,
  standards,
  cases,
  imports,
  sources,
  choices,
  actions,
  tools,
  audits,
  concerns,
  escalations,
  voices,
  findings,
  moderations,
  disputes,
  rounds,
  calibrations,
  exemplars,
  agreement,
  meetings,
  surveys,
  indicators,
  targets,
  annotations,
  charts,
  comparators,
  exceptions,
  purple_book,
  feed,
  home,
];

/** In the order of a day's work: the triangle first, the machinery last. @type {Room[]} */
const navigation = [
  home,
  audits,
  concerns,
  rounds,
  tools,
  moderations,
  disputes,
  calibrations,
  agreement,
  meetings,
  exemplars,
  actions,
  voices,
  findings,
  standards,
  indicators,
  charts,
  purple_book,
  exceptions,
  feed,
  surveys,
  cases,
  sources,
  access,
  comparators,
  choices,
  journal,
];

/** @param {number} failures @param {unknown} error */
const again = (failures, error) => failures < 1 && (asProblem(error).status === 0 || asProblem(error).status >= 500);
const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: again } } });

const router = createBrowserRouter([
  {
    element: <Layout nav={navigation.flatMap((room) => room.nav)} />,
    errorElement: <RouteFailure />,
    hydrateFallbackElement: <Loading />,
    children: [
      {
        errorElement: <RouteFailure />,
        children: [
          ...rooms.flatMap((room) => room.routes),
          { path: 'accessibility', element: <Accessibility /> },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
]);

const Frame = (/** @type {{ children: import('react').ReactNode }} */ { children }) => (
  <main className="govuk-width-container govuk-main-wrapper">{children}</main>
);

export function App() {
  return (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <SessionProvider
          waiting={
            <Frame>
              <Loading />
            </Frame>
          }
          failed={(problem) => (
            <Frame>
              <h1 className="govuk-heading-l">Plumbline cannot be reached</h1>
              <ProblemNotice error={problem} onRetry={() => window.location.reload()} />
            </Frame>
          )}
        >
          <PanelsProvider panels={rooms.flatMap((room) => room.panels ?? [])}>
            <RouterProvider router={router} />
          </PanelsProvider>
        </SessionProvider>
      </QueryClientProvider>
    </StrictMode>
  );
}
