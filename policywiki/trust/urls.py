"""/writing/look/, /me/hidden/<number>/ ..."""

from django.urls import path

from . import figures_views, views

app_name = "trust"
urlpatterns = [
    path("writing/look/", views.look, name="look"),
    path("figures/", figures_views.figures, name="figures"),
    path("figures.json", figures_views.figures_json, name="figures_json"),
    path("figures.csv", figures_views.figures_csv, name="figures_csv"),
    path("me/hidden/<int:pk>/", views.hidden, name="hidden"),
    path("me/pause/<int:pk>/", views.block, name="block"),
]
