"""/people/<number>/ and /me/."""

from django.urls import path

from . import residence_views, views

app_name = "accounts"
urlpatterns = [
    path("people/<int:number>/", views.profile, name="profile"),
    path("me/", views.mine, name="mine"),
    path("me/settings/", views.settings, name="settings"),
    path("me/data/all/", views.data, name="data"),
    path("me/data.json", views.data_json, name="data_json"),
    path("me/leave/now/", views.leave, name="leave"),
    path("me/second-factor/", views.second_factor, name="second_factor"),
    path("me/residence/", residence_views.residence, name="residence"),
    path("me/resume/", views.resume, name="resume"),
    path("me/<slug:name>/", views.mine, name="mine"),
]
