"""Addresses of logging in. Of allauth only what staff need: nobody signs up or resets by mail."""

from allauth.account import views
from django.urls import include, path

from jiesu.people.first_admin_screen import first_admin

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("first/<str:token>/", first_admin, name="people_first_admin"),
]
