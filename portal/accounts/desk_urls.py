"""The administrator's pages: units, people, posts."""

from django.urls import path

from portal.accounts.desk import people, units

app_name = "people_desk"
urlpatterns = [
    path("units/", units.Units.as_view(), name="units"),
    path("units/new/", units.NewUnit.as_view(), name="new_unit"),
    path("units/<str:code>/", units.UnitPage.as_view(), name="unit"),
    path("units/<str:code>/staff/", units.StaffBoard.as_view(), name="staff"),
    path("units/<str:code>/deputies/", units.GiveDeputy.as_view(), name="give_deputy"),
    path("units/<str:code>/deputies/<int:pk>/end/", units.EndDeputy.as_view(), name="end_deputy"),
    path("people/", people.People.as_view(), name="people"),
    path("people/new/", people.NewPerson.as_view(), name="new_person"),
    path("people/<int:pk>/", people.PersonPage.as_view(), name="person"),
    path("people/<int:pk>/posts/", people.GivePost.as_view(), name="give_post"),
    path("people/<int:pk>/password/", people.SetPassword.as_view(), name="set_password"),
    path("people/<int:pk>/second-factor/", people.TakeOffSecondFactor.as_view(), name="take_off_second_factor"),
    path("people/<int:pk>/switch/", people.SwitchAccount.as_view(), name="switch_account"),
    path("posts/<int:pk>/end/", people.EndPost.as_view(), name="end_post"),
    path("posts/<int:pk>/head/", people.SetHead.as_view(), name="set_head"),
]
