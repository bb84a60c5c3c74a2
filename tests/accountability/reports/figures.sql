-- What each figure of the yearly report says, asked of the tables in plain SQL.
--
-- A heading `-- key` begins the query of a figure. `-- {who}.late for who in village, town` stands for a query of each.
-- The common tables up to the first heading stand before every query. A query returns one number, or NULL for what is
-- not published. %(town)s is the code of the township, %(year)s the year reported on, %(today)s the day of the
-- question. Times are cast to days in the township's zone.
WITH town AS (
    SELECT id FROM accounts_unit WHERE code = %(town)s
),
unit AS (
    -- The township, its stations and its villages.
    SELECT accounts_unit.id, kind, is_active FROM accounts_unit JOIN town ON town.id IN (accounts_unit.id, parent_id)
),
day AS (
    -- What is told as of a day is told as of the end of the year, or of today.
    SELECT least(make_date(%(year)s, 12, 31), %(today)s) AS last
),
letter AS (
    SELECT accountability_letter.* FROM accountability_letter JOIN town ON town.id = town_id WHERE year = %(year)s
),
unit_letter AS (
    -- The letter that stands for a unit: no other took its place, and it was not withdrawn.
    SELECT * FROM letter WHERE kind = 'clean' AND cadre_of_id IS NULL AND state NOT IN ('replaced', 'withdrawn')
),
self_report AS (
    -- A quarterly report is due from its day on, or once it was made after its quarter.
    SELECT accountability_selfreport.*, state IN ('reported', 'accepted') AS is_made
    FROM accountability_selfreport JOIN town ON town.id = town_id
    WHERE year = %(year)s
      AND (due <= %(today)s OR (state IN ('reported', 'accepted') AND ends_on < %(today)s))
),
debriefing AS (
    SELECT accountability_debriefing.* FROM accountability_debriefing JOIN town ON town.id = town_id
    WHERE year = %(year)s
),
appraisal AS (
    SELECT accountability_appraisal.*
    FROM accountability_appraisal JOIN debriefing ON debriefing.id = debriefing_id
    WHERE accountability_appraisal.state IN ('counted', 'published')
),
assessment AS (
    SELECT accountability_assessment.*, state IN ('decided', 'published', 'final') AS has_grade
    FROM accountability_assessment
    JOIN accountability_assessmentyear AS of_year ON of_year.id = of_year_id
    JOIN town ON town.id = of_year.town_id
    WHERE of_year.year = %(year)s
),
edition AS (
    -- What was ever published; `nth` tells the first edition of a notice from those that corrected it.
    SELECT
        disclosure_edition.*, unit.kind AS unit_kind,
        extract(year FROM published_at::date) AS published_in,
        extract(year FROM superseded_at::date) AS superseded_in,
        extract(year FROM withdrawn_at::date) AS withdrawn_in,
        row_number() OVER (PARTITION BY notice_id ORDER BY published_at) AS nth
    FROM disclosure_edition
    JOIN disclosure_notice ON disclosure_notice.id = notice_id
    JOIN unit ON unit.id = unit_id
    WHERE published_at IS NOT NULL
),
in_force AS (
    -- What everybody read when the year ended.
    SELECT * FROM edition
    WHERE published_in <= %(year)s
      AND (superseded_in IS NULL OR superseded_in > %(year)s)
      AND (withdrawn_in IS NULL OR withdrawn_in > %(year)s)
),
meeting_notice AS (
    -- What meets an obligation: of an event or a demand the notice named for it, otherwise the regular one of the
    -- unit, item and period. It counts as long as an edition of it is live, from the day of its first edition on.
    SELECT obligation.id AS obligation_id, min(published_at::date) AS first_on
    FROM disclosure_obligation AS obligation
    JOIN disclosure_notice AS notice
      ON notice.id = obligation.notice_id
      OR (obligation.origin = 'calendar' AND notice.sequence IS NULL
          AND (notice.unit_id, notice.entry_id, notice.period)
            = (obligation.unit_id, obligation.entry_id, obligation.period))
    JOIN disclosure_edition AS edition ON edition.notice_id = notice.id
    GROUP BY obligation.id
    HAVING bool_or(edition.state = 'published')
),
owed AS (
    -- What was to be published for the year. `part` is Q1 to Q4, also of the months in it, H1, H2, or empty for the
    -- year itself. What is excused, or never happened, is not owed; if it is published all the same, it is.
    SELECT
        CASE unit.kind WHEN 'village' THEN 'village' ELSE 'town' END AS who,
        CASE substr(period, 5, 1) WHEN '-' THEN to_char(period_ends_on, '"Q"Q') ELSE substr(period, 5) END AS part,
        CASE
            WHEN first_on <= due_on THEN 'on time'
            WHEN first_on > due_on THEN 'late'
            WHEN due_on < %(today)s THEN 'missing'
            ELSE 'open'
        END AS status
    FROM disclosure_obligation AS obligation
    JOIN unit ON unit.id = unit_id
    LEFT JOIN meeting_notice ON obligation_id = obligation.id
    WHERE voided_at IS NULL
      AND left(period, 4) = %(year)s::text
      AND (
          first_on IS NOT NULL
          OR NOT EXISTS (
              SELECT FROM disclosure_exemption AS exemption
              WHERE exemption.obligation_id = obligation.id AND exemption.state = 'accepted'
          )
      )
),
opinion AS (
    -- The answered opinions everybody reads: screened for that, not forgotten, of notices that are live.
    SELECT disclosure_opinion.*
    FROM disclosure_opinion
    JOIN cases_case ON cases_case.id = case_id
    JOIN cases_screening ON cases_screening.case_id = cases_case.id
    JOIN disclosure_notice ON disclosure_notice.id = notice_id
    JOIN unit ON unit.id = disclosure_notice.unit_id
    WHERE disclosure_opinion.state = 'closed'
      AND extract(year FROM answered_at::date) = %(year)s
      AND visibility IN ('public', 'masked')
      AND forgotten_at IS NULL
      AND notice_id IN (SELECT notice_id FROM disclosure_edition WHERE state = 'published')
),
wording AS (
    SELECT disclosure_wording.*, kind, extract(year FROM published_at::date) AS published_in
    FROM disclosure_wording
    JOIN disclosure_text ON disclosure_text.id = text_id
    JOIN town ON town.id = unit_id
    WHERE state IN ('in_force', 'revised', 'abolished')
),
serving AS (
    SELECT office
    FROM disclosure_appointment JOIN unit ON unit.id = unit_id CROSS JOIN day
    WHERE starts_on <= day.last AND (ends_on IS NULL OR ends_on >= day.last)
),
place AS (
    SELECT disclosure_place.kind FROM disclosure_place JOIN unit ON unit.id = unit_id WHERE disclosure_place.is_active
),
rating AS (
    SELECT window_id, score
    FROM accountability_rating
    JOIN accountability_window ON accountability_window.id = window_id
    JOIN unit ON unit.id = unit_id
    WHERE extract(year FROM day) = %(year)s AND day <= %(today)s
),
visit_day AS (
    SELECT petitions_visitday.* FROM petitions_visitday JOIN town ON town.id = town_id
    WHERE extract(year FROM day) = %(year)s
),
promise AS (
    SELECT petitions_promise.*
    FROM petitions_promise
    JOIN petitions_reception ON petitions_reception.id = reception_id
    JOIN petitions_booking ON petitions_booking.id = booking_id
    JOIN visit_day ON visit_day.id = day_id
),
petition AS (
    SELECT
        petitions_petition.*,
        extract(year FROM received_at::date) AS received_in,
        extract(year FROM accepted_at::date) AS accepted_in,
        extract(year FROM petitions_petition.closed_at::date) AS closed_in
    FROM petitions_petition
    JOIN cases_case ON cases_case.id = case_id
    JOIN town ON town.id = town_id
),
decision AS (
    -- The last signed opinion on each petition accepted in the year.
    SELECT DISTINCT ON (petition_id) finding, is_mediated
    FROM petitions_opinion JOIN petition ON petition.id = petition_id
    WHERE signed_at IS NOT NULL AND accepted_in = %(year)s
    ORDER BY petition_id, petitions_opinion.id DESC
),
thing AS (
    SELECT origin FROM accountability_sealedthing JOIN town ON town.id = town_id
    WHERE extract(year FROM taken_on) = %(year)s
),
risk_check AS (
    SELECT accountability_check.state
    FROM accountability_check
    JOIN accountability_matter ON accountability_matter.id = matter_id
    JOIN accountability_riskpoint ON accountability_riskpoint.id = point_id
    JOIN town ON town.id = town_id
    WHERE year = %(year)s
),
diary AS (
    SELECT contact_id FROM accountability_diaryentry JOIN town ON town.id = town_id
    WHERE extract(year FROM day) = %(year)s
),
checklist AS (
    SELECT state, due, submitted_on
    FROM accountability_checklist
    JOIN accountability_checklisttemplate ON accountability_checklisttemplate.id = template_id
    JOIN town ON town.id = town_id
    WHERE extract(year FROM due) = %(year)s
),
head AS (
    -- Each station and village, and who is first in command there on the day: the last who took office.
    SELECT
        unit.id AS unit_id,
        (
            SELECT person_id
            FROM accounts_post JOIN accounts_user ON accounts_user.id = person_id CROSS JOIN day
            WHERE accounts_post.unit_id = unit.id AND is_head AND accounts_user.is_active
              AND starts_on <= day.last AND (ends_on IS NULL OR ends_on >= day.last)
            ORDER BY starts_on DESC, accounts_post.id DESC
            LIMIT 1
        ) AS person_id
    FROM unit
    WHERE kind IN ('station', 'village') AND is_active
),
talk AS (
    SELECT accountability_talk.* FROM accountability_talk JOIN town ON town.id = town_id
    WHERE state = 'held' AND extract(year FROM day) = %(year)s
),
head_talked_to AS (
    -- A talk with somebody without an account was with the unit's first in command if it was entered so.
    SELECT head.unit_id FROM head
    WHERE EXISTS (
        SELECT FROM talk
        WHERE talk.unit_id = head.unit_id AND is_head
          AND (talk.person_id IS NULL OR talk.person_id = head.person_id)
    )
),
campaign AS (
    SELECT received FROM messaging_campaign JOIN town ON town.id = unit_id
    WHERE state = 'sent' AND extract(year FROM send_on) = %(year)s
),
inspection AS (
    SELECT accountability_inspection.* FROM accountability_inspection JOIN town ON town.id = town_id
    WHERE year = %(year)s AND state IN ('under_way', 'closed')
),
finding AS (
    -- What inspections found and did not withdraw, with what came of it.
    SELECT
        finding.state, rectification.state AS rectification_state, rectification.due, rectification.reported_on
    FROM accountability_finding AS finding
    JOIN accountability_unitvisit AS visit ON visit.id = visit_id
    JOIN inspection ON inspection.id = inspection_id
    LEFT JOIN accountability_rectification AS rectification ON rectification.id = rectification_id
    WHERE finding.state <> 'withdrawn'
),
rectification AS (
    SELECT accountability_rectification.* FROM accountability_rectification JOIN town ON town.id = town_id
    WHERE extract(year FROM given_on) = %(year)s
),
audit AS (
    SELECT accountability_leavingaudit.id FROM accountability_leavingaudit JOIN town ON town.id = town_id
    WHERE extract(year FROM reported_on) = %(year)s
),
activity AS (
    SELECT due, present FROM accountability_activity JOIN town ON town.id = town_id
    WHERE extract(year FROM day) = %(year)s
)

-- The leading group, its money, and rules.

-- group.members
SELECT count(*) FROM serving WHERE office = 'group'

-- group.office
SELECT count(*) FROM serving WHERE office = 'office'

-- people.lay
SELECT count(*) FROM serving WHERE office = 'lay'

-- people.agents
SELECT count(*) FROM serving WHERE office = 'agent'

-- people.bookkeepers
SELECT count(*) FROM serving WHERE office = 'bookkeeper'

-- group.{money} for money in planned, spent
SELECT sum({money}) FROM disclosure_groupbudget JOIN town ON town.id = unit_id WHERE year = %(year)s

-- rules.in_force
SELECT count(*) FROM wording CROSS JOIN day
WHERE kind = 'rule' AND in_force_from <= day.last AND (ended_on IS NULL OR ended_on > day.last)

-- rules.made
SELECT count(*) FROM wording WHERE kind = 'rule' AND published_in = %(year)s AND number = 1

-- rules.revised
SELECT count(*) FROM wording WHERE kind = 'rule' AND published_in = %(year)s AND number > 1

-- rules.abolished
SELECT count(*) FROM wording
WHERE kind = 'rule' AND state = 'abolished' AND extract(year FROM ended_on) = %(year)s

-- bulletins.published
SELECT count(*) FROM wording WHERE kind = 'bulletin' AND published_in = %(year)s

-- Responsibility letters, and the quarterly reports of their duties.

-- letters.due
SELECT count(*) FROM unit_letter

-- letters.signed
SELECT count(*) FROM unit_letter WHERE state IN ('in_force', 'published')

-- letters.refused
SELECT count(*) FROM unit_letter WHERE state IN ('refused', 'replied', 'released')

-- letters.to_sign
SELECT count(*) FROM unit_letter WHERE state IN ('issued', 'on_paper', 'signed')

-- letters.changed
SELECT count(*) FROM unit_letter WHERE replaces_id IS NOT NULL

-- letters.cadres
SELECT count(*) FROM letter WHERE cadre_of_id IS NOT NULL AND state IN ('in_force', 'published')

-- letters.pledges
SELECT count(*) FROM letter WHERE kind = 'pledge' AND cadre_of_id IS NULL AND state IN ('in_force', 'published')

-- duties.due
SELECT count(*) FROM self_report

-- duties.done
SELECT count(*) FROM self_report WHERE is_made

-- duties.late
SELECT count(*) FROM self_report WHERE reported_on > due OR (reported_on IS NULL AND due < %(today)s)

-- Debriefing, appraisal, assessment.

-- debriefings.held
SELECT count(*) FROM debriefing WHERE state IN ('held', 'closed') AND day <= %(today)s

-- debriefings.questions
SELECT count(*) FROM accountability_question JOIN debriefing ON debriefing.id = debriefing_id

-- suggestions.made
SELECT count(*) FROM accountability_suggestion JOIN debriefing ON debriefing.id = debriefing_id

-- suggestions.settled
SELECT count(*)
FROM accountability_suggestion AS suggestion JOIN debriefing ON debriefing.id = debriefing_id
WHERE suggestion.state IN ('answered', 'given')

-- appraisals.counted
SELECT count(*) FROM appraisal

-- appraisals.{ballots} for ballots in issued, valid
SELECT coalesce(sum({ballots}), 0) FROM accountability_resultline JOIN appraisal ON appraisal.id = appraisal_id

-- assessment.units
SELECT count(*) FROM assessment

-- assessment.graded
SELECT count(*) FROM assessment WHERE has_grade

-- assessment.vetoed
SELECT count(*) FROM assessment WHERE has_grade AND is_vetoed

-- assessment.{grade} for grade in excellent, competent, basic, failing, satisfactory, basically, unsatisfactory
SELECT count(*) FROM assessment WHERE has_grade AND grade = '{grade}'

-- What villages, and the township with its stations, were to publish.

-- {who}.q{n}.owed for who in village, town and n in 1, 2, 3, 4
-- Of a quarter that had ended before anything was published here nothing is known.
SELECT CASE
    WHEN make_date(%(year)s, 3 * {n}, 1) + interval '1 month' > (SELECT min(at::date) FROM core_logentry)
    THEN (SELECT count(*) FROM owed WHERE who = '{who}' AND part = 'Q{n}')
END

-- {who}.q{n}.on_time for who in village, town and n in 1, 2, 3, 4
SELECT CASE
    WHEN make_date(%(year)s, 3 * {n}, 1) + interval '1 month' > (SELECT min(at::date) FROM core_logentry)
    THEN (SELECT count(*) FROM owed WHERE who = '{who}' AND part = 'Q{n}' AND status = 'on time')
END

-- {who}.year.owed for who in village, town
SELECT count(*) FROM owed WHERE who = '{who}' AND part IN ('H1', 'H2', '')

-- {who}.year.done for who in village, town
SELECT count(*) FROM owed WHERE who = '{who}' AND part IN ('H1', 'H2', '') AND status IN ('on time', 'late')

-- {who}.{status} for who in village, town and status in late, missing
SELECT count(*) FROM owed WHERE who = '{who}' AND status = '{status}'

-- village.open
SELECT count(*) FROM owed WHERE who = 'village' AND status = 'open'

-- Notices, opinions, requests, boards, the screen.

-- notices.published
SELECT count(*) FROM edition WHERE nth = 1 AND published_in = %(year)s

-- notices.corrected
SELECT count(*) FROM edition WHERE nth > 1 AND published_in = %(year)s

-- notices.withdrawn
SELECT count(*) FROM edition WHERE withdrawn_in = %(year)s

-- notices.countersigned
SELECT count(*) FROM edition WHERE countersigned_at IS NOT NULL AND published_in = %(year)s

-- notices.linked
SELECT count(*) FROM edition WHERE nth = 1 AND published_in = %(year)s AND form = 'allocation'

-- notices.funds
SELECT count(*) FROM edition
WHERE nth = 1 AND published_in = %(year)s AND form IN ('funds', 'distribution', 'beneficiaries')

-- notices.accounts
SELECT count(*) FROM edition WHERE nth = 1 AND published_in = %(year)s AND form = 'statement'

-- notices.resolutions
SELECT count(*) FROM edition WHERE nth = 1 AND published_in = %(year)s AND form = 'resolutions'

-- {form}.in_force for form in fees, services
SELECT count(*) FROM in_force WHERE form = '{form}'

-- staff.in_force
SELECT count(*) FROM in_force WHERE form IN ('staff', 'roster')

-- staff.{kind}s for kind in village, station
SELECT count(*) FROM in_force WHERE form IN ('staff', 'roster') AND unit_kind = '{kind}'

-- opinions.answered
SELECT count(*) FROM opinion

-- opinions.in_time
SELECT count(*) FROM opinion JOIN cases_clock ON cases_clock.id = clock_id WHERE met_at::date <= due

-- requests.received
SELECT count(*)
FROM disclosure_request JOIN town ON town.id = town_id JOIN cases_case ON cases_case.id = case_id
WHERE extract(year FROM received_at::date) = %(year)s

-- requests.ended
SELECT count(*) FROM disclosure_request JOIN town ON town.id = town_id
WHERE extract(year FROM ended_at::date) = %(year)s

-- boards.posted
SELECT count(*)
FROM disclosure_posting
JOIN disclosure_board ON disclosure_board.id = board_id
JOIN unit ON unit.id = unit_id
WHERE extract(year FROM posted_at::date) = %(year)s

-- screen.notices
SELECT count(*) FROM accountability_screennotice JOIN town ON town.id = town_id
WHERE state <> 'draft' AND extract(year FROM first_day) = %(year)s

-- Services: places, windows, bookkeeping.

-- places.services
SELECT count(*) FROM place WHERE kind IN ('centre', 'station')

-- places.books
SELECT count(*) FROM place WHERE kind = 'books'

-- ratings.windows
SELECT count(DISTINCT window_id) FROM rating

-- ratings.count
-- One to four ratings are not published.
SELECT CASE WHEN count(*) NOT BETWEEN 1 AND 4 THEN count(*) END FROM rating

-- ratings.satisfied
SELECT CASE WHEN count(*) > 4 THEN round(100.0 * count(*) FILTER (WHERE score >= 3) / count(*), 1) END FROM rating

-- Visit days.

-- visits.days
SELECT count(*) FROM visit_day WHERE state = 'held'

-- visits.received
-- People, of whom up to five come with one booking.
SELECT coalesce(sum(party), 0)
FROM petitions_reception
JOIN petitions_booking ON petitions_booking.id = booking_id
JOIN visit_day ON visit_day.id = day_id

-- visits.promised
SELECT count(*) FROM promise

-- visits.kept
SELECT count(*) FROM promise WHERE state = 'kept'

-- visits.open
SELECT count(*) FROM promise WHERE state <> 'kept'

-- Petitions. One or two are not published.

-- petitions.{done} for done in received, accepted, closed
SELECT CASE WHEN count(*) NOT BETWEEN 1 AND 2 THEN count(*) END FROM petition WHERE {done}_in = %(year)s

-- petitions.established
SELECT CASE WHEN count(*) NOT BETWEEN 1 AND 2 THEN count(*) END
FROM decision WHERE finding IN ('established', 'partly')

-- petitions.mediated
SELECT CASE WHEN count(*) NOT BETWEEN 1 AND 2 THEN count(*) END FROM decision WHERE is_mediated

-- petitions.open
-- Nor is it where what came in and was closed is, or was open before, for these add up to it.
SELECT CASE WHEN NOT (
    before BETWEEN 1 AND 2 OR received BETWEEN 1 AND 2 OR closed BETWEEN 1 AND 2 OR after BETWEEN 1 AND 2
) THEN after END
FROM (
    SELECT
        count(*) FILTER (WHERE received_in < %(year)s AND (closed_in IS NULL OR closed_in >= %(year)s)) AS before,
        count(*) FILTER (WHERE received_in = %(year)s) AS received,
        count(*) FILTER (WHERE closed_in = %(year)s) AS closed,
        count(*) FILTER (WHERE received_in <= %(year)s AND (closed_in IS NULL OR closed_in > %(year)s)) AS after
    FROM petition
) AS flow

-- petitions.in_time
-- Of those to be decided by a day of the year.
SELECT CASE WHEN NOT (due BETWEEN 1 AND 2 OR met BETWEEN 1 AND 2) THEN 100.0 * met / nullif(due, 0) END
FROM (
    SELECT count(*) AS due, count(*) FILTER (WHERE met_at::date <= due) AS met
    FROM cases_clock JOIN petition ON petition.case_id = cases_clock.case_id
    WHERE rule = 'opinion' AND stopped_at IS NULL AND extract(year FROM due) = %(year)s
) AS clock

-- petitions.satisfied
-- Of those who rated an opinion that was served in the year.
SELECT CASE WHEN NOT (rated BETWEEN 1 AND 2 OR content BETWEEN 1 AND 2) THEN 100.0 * content / nullif(rated, 0) END
FROM (
    SELECT count(*) AS rated, count(*) FILTER (WHERE rating.result IN ('satisfied', 'basically')) AS content
    FROM petitions_rating AS rating
    JOIN petitions_opinion ON petitions_opinion.id = opinion_id
    JOIN petition ON petition.id = petitions_opinion.petition_id
    WHERE extract(year FROM served_on) = %(year)s
) AS told

-- outcomes.released
SELECT count(*)
FROM petitions_outcome AS outcome JOIN petition ON petition.id = petition_id
WHERE outcome.state = 'released' AND extract(year FROM released_at::date) = %(year)s

-- Points of risk, things sealed, early warning.

-- risk.points
SELECT count(*) FROM accountability_riskpoint JOIN town ON town.id = town_id WHERE year = %(year)s

-- risk.checks
SELECT count(*) FROM risk_check WHERE state IN ('right', 'wrong')

-- risk.wrong
SELECT count(*) FROM risk_check WHERE state = 'wrong'

-- things.sealed
SELECT count(*) FROM thing WHERE origin = 'sealed'

-- things.gifts
SELECT count(*) FROM thing WHERE origin = 'handed_in'

-- risks.high
-- As they stood at the end of the year, in its last quarter.
SELECT count(*)
FROM accountability_riskcell
JOIN accountability_riskcount ON accountability_riskcount.id = count_id
JOIN town ON town.id = town_id
WHERE quarter = %(year)s || 'Q4' AND level = 3

-- Contact with people, talks, reminders.

-- contacts.diaries
SELECT count(*) FROM diary

-- contacts.visits
SELECT count(*) FROM diary WHERE contact_id IS NOT NULL

-- checklists.due
SELECT count(*) FROM checklist WHERE submitted_on IS NOT NULL OR due < %(today)s

-- checklists.late
SELECT count(*) FROM checklist WHERE submitted_on > due OR (submitted_on IS NULL AND due < %(today)s)

-- talks.held
SELECT count(*) FROM talk

-- talks.heads
SELECT count(*) FROM head

-- talks.heads_done
SELECT count(*) FROM head_talked_to

-- talks.heads_missing
SELECT count(*) FROM head WHERE unit_id NOT IN (SELECT unit_id FROM head_talked_to)

-- reminders.campaigns
SELECT count(*) FROM campaign

-- reminders.sent
SELECT coalesce(sum(received), 0) FROM campaign

-- meetings.held
SELECT count(*) FROM accountability_meeting JOIN town ON town.id = town_id WHERE extract(year FROM day) = %(year)s

-- Inspections, rectification, audits.

-- inspections.held
SELECT count(*) FROM inspection

-- inspections.visits
SELECT count(*) FROM accountability_unitvisit JOIN inspection ON inspection.id = inspection_id

-- findings.found
SELECT count(*) FROM finding

-- findings.in_time
SELECT count(*) FROM finding WHERE state = 'settled' OR (state = 'closed' AND reported_on <= due)

-- findings.late
SELECT count(*) FROM finding WHERE state = 'closed' AND reported_on > due

-- findings.open
SELECT count(*) FROM finding WHERE state IN ('found', 'noticed')

-- findings.overdue
SELECT count(*) FROM finding WHERE state = 'noticed' AND rectification_state = 'open' AND due < %(today)s

-- rectification.given
SELECT count(*) FROM rectification

-- rectification.in_time
SELECT count(*) FROM rectification WHERE state = 'closed' AND reported_on <= due

-- rectification.late
SELECT count(*) FROM rectification WHERE state = 'closed' AND reported_on > due

-- rectification.open
SELECT count(*) FROM rectification WHERE state <> 'closed'

-- rectification.overdue
SELECT count(*) FROM rectification WHERE state = 'open' AND due < %(today)s

-- audits.reported
SELECT count(*) FROM audit

-- audits.findings
SELECT count(*) FROM accountability_auditfinding JOIN audit ON audit.id = audit_id

-- audits.amount
SELECT coalesce(sum(amount), 0) FROM accountability_auditfinding JOIN audit ON audit.id = audit_id

-- Education.

-- education.held
SELECT count(*) FROM activity

-- education.present
SELECT coalesce(sum(present), 0) FROM activity

-- education.share
SELECT 100.0 * sum(present) / nullif(sum(due), 0) FROM activity
