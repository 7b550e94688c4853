"""/writing/look/, /me/hidden/<number>/ ..."""

from django.urls import path

from . import views

app_name = "trust"
urlpatterns = [
    path("writing/look/", views.look, name="look"),
    path("me/hidden/<int:pk>/", views.hidden, name="hidden"),
]
