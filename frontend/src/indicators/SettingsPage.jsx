/** How an indicator is counted: its definition, the conventions that are the council's to change, and their history. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { dayOf, momentOf, shortDayOf } from '../kernel/dates.js';
import { may } from '../kernel/may.js';
import { useSession } from '../kernel/session.jsx';
import { BackLink } from '../kernel/ui/BackLink.jsx';
import { LinkButton } from '../kernel/ui/Button.jsx';
import { Empty } from '../kernel/ui/Empty.jsx';
import { Facts } from '../kernel/ui/Facts.jsx';
import { useFilters } from '../kernel/ui/FilterBar.jsx';
import { Forbidden } from '../kernel/ui/Forbidden.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { PageHeading } from '../kernel/ui/PageHeading.jsx';
import { Table } from '../kernel/ui/Table.jsx';
import { indicatorQuery } from './api.js';
import { numberWords, settingsQuery } from './settings.js';
import { SettingsForm } from './SettingsForm.jsx';

export function SettingsPage() {
  const { code = '' } = useParams();
  const isAllowed = may(useSession(), 'indicators:read');
  const indicator = useQuery({ ...indicatorQuery(code), enabled: isAllowed });
  if (!isAllowed) {
    return (
      <>
        <PageHeading title="How an indicator is counted" />
        <Forbidden />
      </>
    );
  }
  return (
    <>
      <BackLink to={`/indicators/${code}`}>The indicator</BackLink>
      {indicator.isError && <PageHeading title="How an indicator is counted" />}
      <Loaded query={indicator} loading="Loading the definition…">
        {(data) => (
          <>
            <PageHeading title={data.title} caption="How it is counted" />
            <Facts
              facts={[
                { name: 'Counted', value: data.numerator_text },
                ...(data.denominator_text ? [{ name: 'Out of', value: data.denominator_text }] : []),
                { name: 'Known gaps', value: data.known_gaps || 'None known' },
                { name: 'Owner', value: data.owner },
                {
                  name: 'Versions',
                  value: (
                    <>
                      Version {data.definition_version}.{' '}
                      <Link className="govuk-link" to={`/indicators/${code}/versions`}>
                        What it counted and was called, and when
                      </Link>
                    </>
                  ),
                },
              ]}
            />
            <Conventions indicator={data} />
          </>
        )}
      </Loaded>
    </>
  );
}

/** @param {{ indicator: import('./api.js').Indicator }} props */
function Conventions({ indicator }) {
  const mayDefine = may(useSession(), 'indicators:define');
  const { filters, setFilters } = useFilters({ setting: '' });
  const settings = useQuery(settingsQuery(indicator.code));
  return (
    <>
      <h2 className="govuk-heading-m">Conventions</h2>
      <Loaded query={settings} loading="Loading the conventions…">
        {(items) => {
          if (!items.length) return <Empty title="Nothing about this indicator is the council’s to set" />;
          const chosen = items.find((setting) => setting.name === filters.setting);
          return (
            <>
              <Table
                caption="Conventions as they count today"
                isCaptionHidden
                rows={items}
                rowKey={(setting) => setting.name}
                columns={[
                  { key: 'title', title: 'Convention', isHeader: true, cell: (setting) => setting.title },
                  {
                    key: 'number',
                    title: 'Now',
                    cell: (setting) => <b>{numberWords(setting.number, setting.unit)}</b>,
                  },
                  { key: 'default', title: 'Default', cell: (setting) => numberWords(setting.default, setting.unit) },
                  { key: 'coming', title: 'To come', cell: Coming },
                  {
                    key: 'open',
                    title: mayDefine ? 'History and change' : 'History',
                    cell: (setting) => (
                      <LinkButton onClick={() => setFilters({ setting: setting.name })}>
                        Open<span className="govuk-visually-hidden">: {setting.title}</span>
                      </LinkButton>
                    ),
                  },
                ]}
              />
              {chosen && (
                <>
                  <h2 className="govuk-heading-m">{chosen.title}</h2>
                  {mayDefine && <SettingsForm key={chosen.name} indicator={indicator} setting={chosen} />}
                  <History setting={chosen} />
                </>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

/** @param {import('./settings.js').Setting} setting */
function Coming({ history, unit }) {
  const now = new Date().toISOString().slice(0, 10);
  const coming = history.filter((change) => change.from_on > now && change.to_on !== change.from_on).at(-1);
  return coming ? `${numberWords(coming.number, unit)} from ${dayOf(coming.from_on)}` : '–';
}

/** @param {{ setting: import('./settings.js').Setting }} props */
function History({ setting }) {
  return (
    <Table
      caption="All that was set, the latest day first"
      rows={setting.history}
      rowKey={(change) => `${change.from_on} ${change.set_at}`}
      columns={[
        { key: 'number', title: 'Number', isHeader: true, cell: (change) => numberWords(change.number, setting.unit) },
        {
          key: 'counts',
          title: 'Counts',
          cell: (change) =>
            change.to_on === change.from_on
              ? 'Replaced before it counted'
              : `${change.from_on < '1901' ? 'From the start' : `From ${shortDayOf(change.from_on)}`}${change.to_on ? ` until ${shortDayOf(change.to_on)}` : ''}`,
        },
        {
          key: 'by',
          title: 'Set by',
          cell: (change) => (change.set_by_name ? `${change.set_by_name}, ${momentOf(change.set_at)}` : '–'),
        },
        { key: 'why', title: 'Why', cell: (change) => <span className="qa-words-kept">{change.reason}</span> },
      ]}
    />
  );
}
