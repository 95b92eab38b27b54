/** The surveys of children, parents, carers and practitioners. */
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
import { surveysQuery } from './api.js';
import { audiences, audienceWords, responsesWords, surveyStateOptions, surveyStates } from './words.js';

const none = { state: '', audience: '' };

export function SurveyList() {
  const session = useSession();
  const isAllowed = may(session, 'surveys:read');
  const { filters, field, isFiltered, onClear } = useFilters(none);
  const [params] = useSearchParams();
  const surveys = useQuery({
    ...surveysQuery({ ...filters, cursor: params.get('cursor') ?? '' }),
    enabled: isAllowed,
  });
  return (
    <>
      <PageHeading title="Surveys">
        {may(session, 'surveys:manage') && <ButtonLink to="/surveys/new">Write a survey</ButtonLink>}
      </PageHeading>
      {!isAllowed ? (
        <Forbidden />
      ) : (
        <>
          <FilterBar label="Narrow the surveys" onClear={onClear}>
            <Select label="State" any="Any state" options={surveyStateOptions} {...field('state')} />
            <Select label="Who is asked" any="Everybody" options={audiences} {...field('audience')} />
          </FilterBar>
          <Loaded query={surveys} loading="Loading surveys…">
            {(page) =>
              page.items.length ? (
                <>
                  <Table
                    caption="Surveys"
                    isCaptionHidden
                    rows={page.items}
                    rowKey={(survey) => survey.id}
                    columns={[
                      {
                        key: 'title',
                        title: 'Survey',
                        isHeader: true,
                        cell: (survey) => (
                          <Link className="govuk-link" to={`/surveys/${survey.id}`}>
                            {survey.title}
                          </Link>
                        ),
                      },
                      { key: 'audience', title: 'Who is asked', cell: (survey) => audienceWords(survey.audience) },
                      { key: 'state', title: 'State', cell: (survey) => <SurveyState state={survey.state} /> },
                      { key: 'opens', title: 'From', cell: (survey) => shortDayOf(survey.opens_on) },
                      { key: 'closes', title: 'To', cell: (survey) => shortDayOf(survey.closes_on) },
                      {
                        key: 'questions',
                        title: 'Questions',
                        isNumeric: true,
                        cell: (survey) => survey.questions_count,
                      },
                      { key: 'answers', title: 'Answered', isNumeric: true, cell: responsesWords },
                    ]}
                  />
                  <Pager next={page.next_cursor} what="surveys" />
                </>
              ) : (
                <Empty title={isFiltered ? 'No survey matches' : 'No survey yet'}>
                  {isFiltered && 'Change or clear the filters.'}
                </Empty>
              )
            }
          </Loaded>
        </>
      )}
    </>
  );
}

/** @param {{ state: string }} props */
export function SurveyState({ state }) {
  const words = surveyStates[state];
  return words ? <Tag colour={words.colour}>{words.text}</Tag> : state;
}
