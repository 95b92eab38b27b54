/*
Makes one view for each table of the Standard Safeguarding Dataset that Plumbline keeps something of. A view has one
column, line: each row of the table as one line of JSON, with the kept columns alone. What leaves the council is what
these views show: no name, no UPN, no postcode, no address.

Run it in the database that holds the ssd_* tables, in each night's job after the tables were built: a table that is
not there, or a column that it does not have, is left out. SQL Server 2012 or newer; the login needs CREATE VIEW, and
ALTER on the schema of the views (CREATE SCHEMA, if it is not there). The result is a list of bcp commands that write the views to files, one command a
view; whoever sends with Send-Ssd.ps1 -SqlServer reads the views themselves and needs no files.
*/
SET NOCOUNT ON;
SET QUOTED_IDENTIFIER ON;

DECLARE @ssd sysname = N'ssd_development';         -- the schema of the ssd_* tables
DECLARE @views sysname = N'plumbline';             -- the schema of the views that are made
DECLARE @folder nvarchar(200) = N'D:\plumbline';   -- where bcp writes the files

DECLARE @kept TABLE (entity sysname, place int, name sysname, kind varchar(10), PRIMARY KEY (entity, place));

-- Kept columns: begin. Written by python -m tests.senders.kept
INSERT @kept VALUES
    (N'department', 1, N'dept_team_id', 'text'),
    (N'department', 2, N'dept_team_name', 'text'),
    (N'department', 3, N'dept_team_parent_id', 'text');
INSERT @kept VALUES
    (N'professionals', 1, N'prof_professional_id', 'text'),
    (N'professionals', 2, N'prof_professional_job_title', 'text'),
    (N'professionals', 3, N'prof_professional_department', 'text'),
    (N'professionals', 4, N'prof_full_time_equivalency', 'text'),
    (N'professionals', 5, N'prof_full_time_equivalent', 'text'),
    (N'professionals', 6, N'prof_agency_worker_flag', 'text');
INSERT @kept VALUES
    (N'person', 1, N'pers_person_id', 'text'),
    (N'person', 2, N'pers_dob', 'day'),
    (N'person', 3, N'pers_death_date', 'day'),
    (N'person', 4, N'pers_sex', 'text'),
    (N'person', 5, N'pers_ethnicity', 'text'),
    (N'person', 6, N'pers_send_flag', 'text');
INSERT @kept VALUES
    (N'disability', 1, N'disa_table_id', 'text'),
    (N'disability', 2, N'disa_person_id', 'text'),
    (N'disability', 3, N'disa_disability_code', 'text');
INSERT @kept VALUES
    (N'involvements', 1, N'invo_involvements_id', 'text'),
    (N'involvements', 2, N'invo_person_id', 'text'),
    (N'involvements', 3, N'invo_professional_id', 'text'),
    (N'involvements', 4, N'invo_professional_role_id', 'text'),
    (N'involvements', 5, N'invo_role_id', 'text'),
    (N'involvements', 6, N'invo_professional_team', 'text'),
    (N'involvements', 7, N'invo_involvement_start_date', 'day'),
    (N'involvements', 8, N'invo_involvement_end_date', 'day'),
    (N'involvements', 9, N'invo_worker_change_reason', 'text'),
    (N'involvements', 10, N'invo_referral_id', 'text');
INSERT @kept VALUES
    (N'contacts', 1, N'cont_contact_id', 'text'),
    (N'contacts', 2, N'cont_person_id', 'text'),
    (N'contacts', 3, N'cont_contact_date', 'day'),
    (N'contacts', 4, N'cont_contact_source_code', 'text'),
    (N'contacts', 5, N'cont_contact_source', 'text'),
    (N'contacts', 6, N'cont_contact_outcome_json', 'outcome');
INSERT @kept VALUES
    (N'early_help_episodes', 1, N'earl_episode_id', 'text'),
    (N'early_help_episodes', 2, N'earl_person_id', 'text'),
    (N'early_help_episodes', 3, N'earl_episode_start_date', 'day'),
    (N'early_help_episodes', 4, N'earl_episode_end_date', 'day'),
    (N'early_help_episodes', 5, N'earl_episode_worker_id', 'text');
INSERT @kept VALUES
    (N'cin_episodes', 1, N'cine_referral_id', 'text'),
    (N'cin_episodes', 2, N'cine_person_id', 'text'),
    (N'cin_episodes', 3, N'cine_referral_date', 'day'),
    (N'cin_episodes', 4, N'cine_cin_primary_need_code', 'text'),
    (N'cin_episodes', 5, N'cine_cin_primary_need', 'text'),
    (N'cin_episodes', 6, N'cine_referral_source_code', 'text'),
    (N'cin_episodes', 7, N'cine_referral_source', 'text'),
    (N'cin_episodes', 8, N'cine_referral_outcome_json', 'outcome'),
    (N'cin_episodes', 9, N'cine_referral_nfa', 'text'),
    (N'cin_episodes', 10, N'cine_close_date', 'day'),
    (N'cin_episodes', 11, N'cine_close_reason', 'text'),
    (N'cin_episodes', 12, N'cine_referral_team', 'text'),
    (N'cin_episodes', 13, N'cine_referral_team_id', 'text'),
    (N'cin_episodes', 14, N'cine_referral_worker_id', 'text');
INSERT @kept VALUES
    (N'cin_assessments', 1, N'cina_assessment_id', 'text'),
    (N'cin_assessments', 2, N'cina_person_id', 'text'),
    (N'cin_assessments', 3, N'cina_referral_id', 'text'),
    (N'cin_assessments', 4, N'cina_assessment_start_date', 'day'),
    (N'cin_assessments', 5, N'cina_assessment_child_seen', 'text'),
    (N'cin_assessments', 6, N'cina_assessment_auth_date', 'day'),
    (N'cin_assessments', 7, N'cina_assessment_outcome_json', 'outcome'),
    (N'cin_assessments', 8, N'cina_assessment_outcome_nfa', 'text'),
    (N'cin_assessments', 9, N'cina_assessment_team', 'text'),
    (N'cin_assessments', 10, N'cina_assessment_worker_id', 'text');
INSERT @kept VALUES
    (N'assessment_factors', 1, N'cinf_table_id', 'text'),
    (N'assessment_factors', 2, N'cinf_assessment_id', 'text'),
    (N'assessment_factors', 3, N'cinf_assessment_factors_json', 'outcome'),
    (N'assessment_factors', 4, N'cinf_factors_json', 'outcome');
INSERT @kept VALUES
    (N'cin_plans', 1, N'cinp_cin_plan_id', 'text'),
    (N'cin_plans', 2, N'cinp_person_id', 'text'),
    (N'cin_plans', 3, N'cinp_referral_id', 'text'),
    (N'cin_plans', 4, N'cinp_cin_plan_start_date', 'day'),
    (N'cin_plans', 5, N'cinp_cin_plan_end_date', 'day'),
    (N'cin_plans', 6, N'cinp_cin_plan_team', 'text'),
    (N'cin_plans', 7, N'cinp_cin_plan_worker_id', 'text');
INSERT @kept VALUES
    (N'cin_visits', 1, N'cinv_cin_visit_id', 'text'),
    (N'cin_visits', 2, N'cinv_person_id', 'text'),
    (N'cin_visits', 3, N'cinv_cin_visit_date', 'day'),
    (N'cin_visits', 4, N'cinv_cin_visit_seen', 'text'),
    (N'cin_visits', 5, N'cinv_cin_visit_seen_alone', 'text'),
    (N'cin_visits', 6, N'cinv_cin_visit_bedroom', 'text');
INSERT @kept VALUES
    (N's47_enquiry', 1, N's47e_s47_enquiry_id', 'text'),
    (N's47_enquiry', 2, N's47e_person_id', 'text'),
    (N's47_enquiry', 3, N's47e_referral_id', 'text'),
    (N's47_enquiry', 4, N's47e_s47_start_date', 'day'),
    (N's47_enquiry', 5, N's47e_s47_end_date', 'day'),
    (N's47_enquiry', 6, N's47e_s47_nfa', 'text'),
    (N's47_enquiry', 7, N's47e_s47_outcome_json', 'outcome'),
    (N's47_enquiry', 8, N's47e_s47_completed_by_team', 'text'),
    (N's47_enquiry', 9, N's47e_s47_completed_by_worker_id', 'text'),
    (N's47_enquiry', 10, N's47e_s47_completed_by_worker', 'text');
INSERT @kept VALUES
    (N'initial_cp_conference', 1, N'icpc_icpc_id', 'text'),
    (N'initial_cp_conference', 2, N'icpc_person_id', 'text'),
    (N'initial_cp_conference', 3, N'icpc_icpc_meeting_id', 'text'),
    (N'initial_cp_conference', 4, N'icpc_s47_enquiry_id', 'text'),
    (N'initial_cp_conference', 5, N'icpc_cp_plan_id', 'text'),
    (N'initial_cp_conference', 6, N'icpc_referral_id', 'text'),
    (N'initial_cp_conference', 7, N'icpc_icpc_transfer_in', 'text'),
    (N'initial_cp_conference', 8, N'icpc_icpc_target_date', 'day'),
    (N'initial_cp_conference', 9, N'icpc_icpc_date', 'day'),
    (N'initial_cp_conference', 10, N'icpc_icpc_outcome_cp_flag', 'text'),
    (N'initial_cp_conference', 11, N'icpc_icpc_outcome_json', 'outcome'),
    (N'initial_cp_conference', 12, N'icpc_icpc_team', 'text'),
    (N'initial_cp_conference', 13, N'icpc_icpc_worker_id', 'text');
INSERT @kept VALUES
    (N'cp_plans', 1, N'cppl_cp_plan_id', 'text'),
    (N'cp_plans', 2, N'cppl_person_id', 'text'),
    (N'cp_plans', 3, N'cppl_referral_id', 'text'),
    (N'cp_plans', 4, N'cppl_icpc_id', 'text'),
    (N'cp_plans', 5, N'cppl_cp_plan_start_date', 'day'),
    (N'cp_plans', 6, N'cppl_cp_plan_end_date', 'day'),
    (N'cp_plans', 7, N'cppl_cp_plan_ola', 'text'),
    (N'cp_plans', 8, N'cppl_cp_plan_initial_category', 'text'),
    (N'cp_plans', 9, N'cppl_cp_plan_latest_category', 'text');
INSERT @kept VALUES
    (N'cp_visits', 1, N'cppv_cp_visit_id', 'text'),
    (N'cp_visits', 2, N'cppv_person_id', 'text'),
    (N'cp_visits', 3, N'cppv_cp_plan_id', 'text'),
    (N'cp_visits', 4, N'cppv_cp_visit_date', 'day'),
    (N'cp_visits', 5, N'cppv_cp_visit_seen', 'text'),
    (N'cp_visits', 6, N'cppv_cp_visit_seen_alone', 'text'),
    (N'cp_visits', 7, N'cppv_cp_visit_bedroom', 'text');
INSERT @kept VALUES
    (N'cp_reviews', 1, N'cppr_cp_review_id', 'text'),
    (N'cp_reviews', 2, N'cppr_person_id', 'text'),
    (N'cp_reviews', 3, N'cppr_cp_plan_id', 'text'),
    (N'cp_reviews', 4, N'cppr_cp_review_meeting_id', 'text'),
    (N'cp_reviews', 5, N'cppr_cp_review_due', 'day'),
    (N'cp_reviews', 6, N'cppr_cp_review_due_date', 'day'),
    (N'cp_reviews', 7, N'cppr_cp_review_date', 'day'),
    (N'cp_reviews', 8, N'cppr_cp_review_outcome_continue_cp', 'text'),
    (N'cp_reviews', 9, N'cppr_cp_review_quorate', 'text'),
    (N'cp_reviews', 10, N'cppr_cp_review_participation', 'text');
INSERT @kept VALUES
    (N'cla_episodes', 1, N'clae_cla_episode_id', 'text'),
    (N'cla_episodes', 2, N'clae_person_id', 'text'),
    (N'cla_episodes', 3, N'clae_cla_episode_start_date', 'day'),
    (N'cla_episodes', 4, N'clae_cla_episode_start', 'day'),
    (N'cla_episodes', 5, N'clae_cla_episode_start_reason', 'text'),
    (N'cla_episodes', 6, N'clae_cla_primary_need_code', 'text'),
    (N'cla_episodes', 7, N'clae_cla_primary_need', 'text'),
    (N'cla_episodes', 8, N'clae_cla_episode_ceased_date', 'day'),
    (N'cla_episodes', 9, N'clae_cla_episode_ceased', 'day'),
    (N'cla_episodes', 10, N'clae_cla_episode_ceased_reason', 'text'),
    (N'cla_episodes', 11, N'clae_cla_id', 'text'),
    (N'cla_episodes', 12, N'clae_referral_id', 'text'),
    (N'cla_episodes', 13, N'clae_cla_placement_id', 'text'),
    (N'cla_episodes', 14, N'clae_placement_id', 'text'),
    (N'cla_episodes', 15, N'clae_entered_care_date', 'day'),
    (N'cla_episodes', 16, N'clae_cla_last_iro_contact_date', 'day');
INSERT @kept VALUES
    (N'cla_placement', 1, N'clap_cla_placement_id', 'text'),
    (N'cla_placement', 2, N'clap_placement_id', 'text'),
    (N'cla_placement', 3, N'clap_person_id', 'text'),
    (N'cla_placement', 4, N'clap_cla_id', 'text'),
    (N'cla_placement', 5, N'clap_cla_placement_start_date', 'day'),
    (N'cla_placement', 6, N'clap_cla_placement_end_date', 'day'),
    (N'cla_placement', 7, N'clap_cla_placement_type', 'text'),
    (N'cla_placement', 8, N'clap_cla_placement_provider', 'text'),
    (N'cla_placement', 9, N'clap_cla_placement_distance', 'text'),
    (N'cla_placement', 10, N'clap_cla_placement_change_reason', 'text');
INSERT @kept VALUES
    (N'legal_status', 1, N'lega_legal_status_id', 'text'),
    (N'legal_status', 2, N'lega_person_id', 'text'),
    (N'legal_status', 3, N'lega_legal_status', 'text'),
    (N'legal_status', 4, N'lega_legal_status_start_date', 'day'),
    (N'legal_status', 5, N'lega_legal_status_start', 'day'),
    (N'legal_status', 6, N'lega_legal_status_end_date', 'day'),
    (N'legal_status', 7, N'lega_legal_status_end', 'day');
INSERT @kept VALUES
    (N'cla_reviews', 1, N'clar_cla_review_id', 'text'),
    (N'cla_reviews', 2, N'clar_cla_person_id', 'text'),
    (N'cla_reviews', 3, N'clar_cla_id', 'text'),
    (N'cla_reviews', 4, N'clar_cla_review_due_date', 'day'),
    (N'cla_reviews', 5, N'clar_cla_review_date', 'day'),
    (N'cla_reviews', 6, N'clar_cla_review_cancelled', 'text'),
    (N'cla_reviews', 7, N'clar_cla_review_participation', 'text');
INSERT @kept VALUES
    (N'cla_visits', 1, N'clav_cla_visit_id', 'text'),
    (N'cla_visits', 2, N'clav_person_id', 'text'),
    (N'cla_visits', 3, N'clav_cla_id', 'text'),
    (N'cla_visits', 4, N'clav_cla_visit_date', 'day'),
    (N'cla_visits', 5, N'clav_cla_visit_seen', 'text'),
    (N'cla_visits', 6, N'clav_cla_visit_seen_alone', 'text');
INSERT @kept VALUES
    (N'missing', 1, N'miss_table_id', 'text'),
    (N'missing', 2, N'miss_person_id', 'text'),
    (N'missing', 3, N'miss_missing_episode_start_date', 'day'),
    (N'missing', 4, N'miss_missing_episode_start', 'day'),
    (N'missing', 5, N'miss_missing_episode_end_date', 'day'),
    (N'missing', 6, N'miss_missing_episode_end', 'day'),
    (N'missing', 7, N'miss_missing_episode_type', 'text'),
    (N'missing', 8, N'miss_missing_rhi_offered', 'text'),
    (N'missing', 9, N'miss_missing_rhi_accepted', 'text');
INSERT @kept VALUES
    (N'cla_health', 1, N'clah_health_check_id', 'text'),
    (N'cla_health', 2, N'clah_person_id', 'text'),
    (N'cla_health', 3, N'clah_health_check_type', 'text'),
    (N'cla_health', 4, N'clah_health_check_date', 'day'),
    (N'cla_health', 5, N'clah_health_check_status', 'text');
INSERT @kept VALUES
    (N'sdq_scores', 1, N'csdq_table_id', 'text'),
    (N'sdq_scores', 2, N'csdq_person_id', 'text'),
    (N'sdq_scores', 3, N'csdq_sdq_completed_date', 'day'),
    (N'sdq_scores', 4, N'csdq_sdq_score', 'text'),
    (N'sdq_scores', 5, N'csdq_sdq_reason', 'text');
INSERT @kept VALUES
    (N'care_leavers', 1, N'clea_table_id', 'text'),
    (N'care_leavers', 2, N'clea_person_id', 'text'),
    (N'care_leavers', 3, N'clea_care_leaver_eligibility', 'text'),
    (N'care_leavers', 4, N'clea_care_leaver_in_touch', 'text'),
    (N'care_leavers', 5, N'clea_care_leaver_latest_contact', 'day'),
    (N'care_leavers', 6, N'clea_care_leaver_accommodation', 'text'),
    (N'care_leavers', 7, N'clea_care_leaver_accom_suitable', 'text'),
    (N'care_leavers', 8, N'clea_care_leaver_activity', 'text'),
    (N'care_leavers', 9, N'clea_pathway_plan_review_date', 'day'),
    (N'care_leavers', 10, N'clea_care_leaver_allocated_team', 'text'),
    (N'care_leavers', 11, N'clea_care_leaver_worker_id', 'text');
INSERT @kept VALUES
    (N'supervision', 1, N'supv_supervision_id', 'text'),
    (N'supervision', 2, N'supv_person_id', 'text'),
    (N'supervision', 3, N'supv_worker_id', 'text'),
    (N'supervision', 4, N'supv_supervisor_id', 'text'),
    (N'supervision', 5, N'supv_supervision_date', 'day'),
    (N'supervision', 6, N'supv_supervision_kind', 'text'),
    (N'supervision', 7, N'supv_actions_recorded', 'text');
INSERT @kept VALUES
    (N'core_groups', 1, N'core_meeting_id', 'text'),
    (N'core_groups', 2, N'core_person_id', 'text'),
    (N'core_groups', 3, N'core_cp_plan_id', 'text'),
    (N'core_groups', 4, N'core_meeting_date', 'day'),
    (N'core_groups', 5, N'core_meeting_quorate', 'text'),
    (N'core_groups', 6, N'core_family_attended', 'text');
INSERT @kept VALUES
    (N'visit_frequency', 1, N'freq_id', 'text'),
    (N'visit_frequency', 2, N'freq_person_id', 'text'),
    (N'visit_frequency', 3, N'freq_plan_kind', 'text'),
    (N'visit_frequency', 4, N'freq_every_working_days', 'text'),
    (N'visit_frequency', 5, N'freq_start_date', 'day'),
    (N'visit_frequency', 6, N'freq_end_date', 'day');
INSERT @kept VALUES
    (N'feedback', 1, N'feed_id', 'text'),
    (N'feedback', 2, N'feed_person_id', 'text'),
    (N'feedback', 3, N'feed_kind', 'text'),
    (N'feedback', 4, N'feed_received_date', 'day'),
    (N'feedback', 5, N'feed_stage', 'text'),
    (N'feedback', 6, N'feed_upheld', 'text'),
    (N'feedback', 7, N'feed_closed_date', 'day');
-- Kept columns: end.

-- How a value becomes text, by its kind; {c} stands for the column. Of an outcome's JSON, all from the key of the
-- comments on is cut off: somebody wrote it in words.
DECLARE @forms TABLE (kind varchar(10) PRIMARY KEY, form nvarchar(1000));
INSERT @forms VALUES
    ('text', N'CONVERT(nvarchar(4000), {c})'),
    ('day', N'CONVERT(nvarchar(30), {c}, 126)'),
    ('outcome', N'CASE CHARINDEX(N''COMMENTS"'', {c}) WHEN 0 THEN CONVERT(nvarchar(4000), {c}) '
        + N'ELSE LEFT({c}, CHARINDEX(N''COMMENTS"'', {c}) - 1 '
        + N'- CHARINDEX(N'','', REVERSE(LEFT({c}, CHARINDEX(N''COMMENTS"'', {c}) - 1)))) + N''}'' END');

IF SCHEMA_ID(@views) IS NULL
BEGIN
    DECLARE @create nvarchar(300) = N'CREATE SCHEMA ' + QUOTENAME(@views);
    EXEC (@create);
END;

DECLARE @entity sysname, @table nvarchar(300), @view nvarchar(300), @cells nvarchar(max);
DECLARE entities CURSOR LOCAL STATIC FOR SELECT DISTINCT entity FROM @kept;
OPEN entities;
FETCH NEXT FROM entities INTO @entity;
WHILE @@FETCH_STATUS = 0
BEGIN
    SET @table = QUOTENAME(@ssd) + N'.' + QUOTENAME(N'ssd_' + @entity);
    SET @view = QUOTENAME(@views) + N'.' + QUOTENAME(@entity);
    IF OBJECT_ID(@view, N'V') IS NOT NULL
        EXEC (N'DROP VIEW ' + @view);

    -- For each column: its name, and its value as a JSON text or null.
    SET @cells = STUFF((
        SELECT N' + N'',"' + k.name + N'":'' + ISNULL(N''"'' + '
             + N'REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(' + REPLACE(f.form, N'{c}', QUOTENAME(c.name))
             + N', N''\'', N''\\''), N''"'', N''\"''), NCHAR(9), N'' ''), NCHAR(10), N'' ''), NCHAR(13), N'' '')'
             + N' + N''"'', N''null'')'
          FROM @kept k
          JOIN @forms f ON f.kind = k.kind
          JOIN sys.columns c ON c.object_id = OBJECT_ID(@table) AND LOWER(c.name) COLLATE DATABASE_DEFAULT = k.name
         WHERE k.entity = @entity
         ORDER BY k.place
           FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 6, N'N''');

    IF @cells IS NOT NULL
        EXEC (N'CREATE VIEW ' + @view + N' AS SELECT CONVERT(nvarchar(max), N''{'') + ' + @cells
            + N' + N''}'' AS line FROM ' + @table);
    FETCH NEXT FROM entities INTO @entity;
END;
CLOSE entities;
DEALLOCATE entities;

-- bcp writes UTF-8 from SQL Server 2016 on; before, Windows-1252, which Plumbline reads too.
DECLARE @code_page nvarchar(10) =
    CASE WHEN CONVERT(int, PARSENAME(CONVERT(nvarchar(50), SERVERPROPERTY('ProductVersion')), 4)) >= 13
         THEN N'65001' ELSE N'ACP' END;
DECLARE @server nvarchar(200) = CONVERT(nvarchar(200), SERVERPROPERTY('ServerName'));
SELECT N'del /q "' + @folder + N'\ssd_*.ndjson"';
SELECT CONVERT(nvarchar(2000),
         N'bcp "SELECT line FROM ' + QUOTENAME(DB_NAME()) + N'.' + QUOTENAME(s.name) + N'.' + QUOTENAME(v.name)
         + N'" queryout "' + @folder + N'\ssd_' + v.name + N'.ndjson" -S "' + @server + N'" -T -c -C '
         + @code_page + N' || exit /b 1')
  FROM sys.views v JOIN sys.schemas s ON s.schema_id = v.schema_id
 WHERE s.name = @views
 ORDER BY v.name;
