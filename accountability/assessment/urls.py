"""Addresses of assessment."""

from django.urls import path

from accountability.assessment import views
from accountability.assessment.desk import assessment, objections, tables, years
from accountability.assessment.documents import RANKING
from portal.desk.steps import steps

pages = [
    path("accountability/assessments/<int:year>/", views.results, name="assessments"),
    path("accountability/assessments/<int:year>/<code:code>/", views.result, name="assessment"),
    path("accountability/assessments/<int:year>/<code:code>/<int:number>/", views.edition, name="assessment_edition"),
]
files = [
    path(
        "accountability/assessments/<int:year>/<code:code>/<int:number>.json",
        views.document,
        name="assessment_document",
    ),
    *(
        path(f"accountability/assessments/<int:year>.{form}", views.paper, {"form": form}, name=f"assessments_{form}")
        for form in RANKING
    ),
]
desk = [
    path("assessments/", years.Assessments.as_view(), name="assessments"),
    path("assessments/open/", years.OpenYear.as_view(), name="assessment_open"),
    path("assessments/years/<int:pk>/team/", years.Team.as_view(), name="assessment_team"),
    path("assessments/years/<int:pk>/count/", years.Count.as_view(), name="assessment_count"),
    path("assessments/years/<int:pk>/decide/", years.DecideAll.as_view(), name="assessment_decide_all"),
    path("assessments/years/<int:pk>/publish/", years.PublishAll.as_view(), name="assessment_publish_all"),
    path("assessments/years/<int:pk>/finish/", years.FinishAll.as_view(), name="assessment_finish_all"),
    path("assessments/years/<int:pk>/results.<slug:form>", years.YearPaper.as_view(), name="assessment_results"),
    path("assessments/objections/", objections.Objections.as_view(), name="assessment_objections"),
    path("assessments/objections/<int:pk>/", objections.ObjectionPage.as_view(), name="assessment_objection"),
    path("assessments/<int:pk>/", assessment.AssessmentPage.as_view(), name="assessment"),
    path("assessments/<int:pk>/form.pdf", assessment.ResultForm.as_view(), name="assessment_form"),
    path("assessments/<int:pk>/check/", assessment.AddCheck.as_view(), name="assessment_check"),
    path("assessments/<int:pk>/entry/", assessment.AddEntry.as_view(), name="assessment_entry"),
    path("assessments/entries/<int:pk>/", assessment.CorrectEntry.as_view(), name="assessment_correct"),
    path("assessments/<int:pk>/items/", assessment.VerifyItem.as_view(), name="assessment_verify_items"),
    path("assessments/<int:pk>/items/<int:item>/", assessment.VerifyItem.as_view(), name="assessment_verify_item"),
    path("assessments/<int:pk>/objection/", objections.Register.as_view(), name="assessment_object"),
    path("assessments/<int:pk>/rectification/", assessment.Require.as_view(), name="assessment_require"),
    path("assessments/<int:pk>/consequence/", assessment.AddConsequence.as_view(), name="assessment_consequence"),
    *steps(
        "assessments",
        assessment.SelfScore,
        assessment.GoWithout,
        assessment.SendBack,
        assessment.Verify,
        assessment.Decide,
        assessment.ReturnToTeam,
        assessment.Publish,
        assessment.Finish,
        namespace="accountability_desk",
    ),
    *steps("assessments/objections", objections.Uphold, objections.Dismiss, namespace="accountability_desk"),
    path("scoring-tables/", tables.Tables.as_view(), name="scoring_tables"),
    path("scoring-tables/new/", tables.NewTable.as_view(), name="scoring_table_new"),
    path("scoring-tables/<int:pk>/", tables.TablePage.as_view(), name="scoring_table"),
    path("scoring-tables/<int:pk>/change/", tables.ChangeTable.as_view(), name="scoring_table_change"),
    path("scoring-tables/<int:pk>/item/", tables.AddItem.as_view(), name="scoring_item_add"),
    path("scoring-tables/<int:pk>/rule/", tables.AddRule.as_view(), name="scoring_rule_add"),
    path("scoring-tables/items/<int:pk>/", tables.ChangeItem.as_view(), name="scoring_item"),
    path("scoring-tables/rules/<int:pk>/drop/", tables.DropRule.as_view(), name="scoring_rule_drop"),
]
