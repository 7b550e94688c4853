from django.urls import path, re_path

from . import linking
from .mistakes import views as mistakes
from .photos import views as photos
from .views import editing_for, gathering, opinions, reading, settling, writing

app_name = "suggestions"
urlpatterns = [
    path("suggest/new/", writing.new_page, name="new_page"),
    path("mistake/<int:page_id>/", mistakes.report, name="mistake"),
    path("mistakes/<int:pk>/change/", mistakes.turn, name="turn_mistake"),
    path("suggest/links/", linking.find_links, name="links"),
    path("suggest/<int:page_id>/", writing.change, name="change"),
    path("suggestions/<int:pk>/", reading.detail, name="detail"),
    path("suggestions/<int:pk>/edit/", writing.edit, name="edit"),
    path("suggestions/<int:pk>/edit-and-publish/", editing_for.edit_for_author, name="edit_for_author"),
    path("suggestions/<int:pk>/settle/", settling.settle_view, name="settle"),
    path("suggestions/<int:pk>/opinion/", opinions.opinion, name="opinion"),
    path("suggestions/<int:pk>/gather/", gathering.gather, name="gather"),
    path("suggestions/<int:pk>/hide/", opinions.hide, name="hide"),
    path("suggestions/<int:pk>/photos/", photos.photos, name="photos"),
    path("suggest/<int:page_id>/photos/", photos.photos_of_page, name="photos_of_page"),
    path("photos/<int:pk>/hide/", photos.hide, name="hide_photo"),
    re_path("^photos/(?P<pk>[0-9]{1,18})/(?P<size>large|small)[.]jpg$", photos.photo, name="photo"),
    path("suggestions/<int:pk>/withdraw/", writing.withdraw_view, name="withdraw"),
    path("suggestions/to-page/<int:page_id>/", reading.open_suggestions, name="open"),
]
