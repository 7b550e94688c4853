from django.conf import settings
from django.urls import path

from . import views
from .styleguide import styleguide

app_name = "home"
urlpatterns = [
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("display/", views.display, name="display"),
]
if settings.DEBUG:
    urlpatterns += [
        path("styleguide/", styleguide, name="styleguide"),
        path("styleguide/<slug:name>/", styleguide, name="styleguide_page"),
    ]
