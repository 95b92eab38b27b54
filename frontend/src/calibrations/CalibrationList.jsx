/** Calibrations: those to grade, all that may be seen, and what to calibrate next. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { shortDayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { ButtonLink } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { FilterBar, useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Pager } from '../kernel/ui/Pager.jsx';
import { Select } from '../kernel/ui/Select.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { Tag } from '../kernel/ui/Tag.jsx';
import { calibrationsQuery } from './api.js';
import { Proposal } from './Proposal.jsx';
import { calibrationStateOptions, calibrationStates, mineWords } from './words.js';

/** @typedef {import('./api.js').CalibrationListed} Calibration */

export function CalibrationList() {
  const session = useSession();
  return (
    <>
      <PageHeading title="Calibrations">
        {may(session, 'calibrations:manage') && (
          <ButtonLink to="/audits?state=final" look="secondary">
            Final audits to calibrate on
          </ButtonLink>
        )}
      </PageHeading>
      {may(session, 'calibrations:read') ? (
        <>
          <p className="govuk-body">
            Many people grade one case, and nobody sees another’s grades until it is closed. Then they talk about where
            they were far apart.
          </p>
          <AllCalibrations />
          <Proposal />
        </>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** @param {Calibration} calibration */
const titleCell = (calibration) => (
  <Link className="govuk-link" to={`/calibrations/${calibration.id}`}>
    {calibration.title}
  </Link>
);

/** @param {Calibration} calibration */
function stateCell(calibration) {
  const state = calibrationStates[calibration.state];
  return state ? <Tag colour={state.colour}>{state.text}</Tag> : calibration.state;
}

function AllCalibrations() {
  const { filters, setFilters, field, isFiltered, onClear } = useFilters({ state: '', mine: '', sort: '' });
  const [params] = useSearchParams();
  const calibrations = useQuery(calibrationsQuery({ ...filters, cursor: params.get('cursor') ?? '' }));
  return (
    <>
      <FilterBar label="Narrow the calibrations" onClear={onClear}>
        <Select label="State" any="Any state" options={calibrationStateOptions} {...field('state')} />
        <Select
          label="Whose"
          any="All that you may see"
          options={[{ value: 'true', text: 'Those you are invited to' }]}
          {...field('mine')}
        />
      </FilterBar>
      <Loaded query={calibrations} loading="Loading calibrations…">
        {(page) =>
          page.items.length ? (
            <>
              <Table
                caption="Calibrations"
                isCaptionHidden
                rows={page.items}
                rowKey={(calibration) => calibration.id}
                sort={filters.sort || '-closes_on'}
                onSort={(sort) => setFilters({ sort })}
                columns={[
                  { key: 'title', title: 'Exercise', isHeader: true, cell: titleCell },
                  { key: 'child', title: 'Child', cell: ({ child_ref }) => child_ref },
                  { key: 'state', title: 'State', cell: stateCell },
                  { key: 'days', title: 'Last day', cell: ({ closes_on }) => shortDayOf(closes_on), sort: 'closes_on' },
                  { key: 'graded', title: 'Handed in', cell: ({ graded, invited }) => `${graded} of ${invited}` },
                  { key: 'mine', title: 'You', cell: mineWords },
                ]}
              />
              <Pager next={page.next_cursor} what="calibrations" />
            </>
          ) : (
            <Empty title={isFiltered ? 'No calibration matches' : 'No calibrations here for you'}>
              One begins with the case of a final audit.
            </Empty>
          )
        }
      </Loaded>
    </>
  );
}
