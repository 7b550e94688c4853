from django.urls import path

from . import views

app_name = "suggestions"
urlpatterns = [
    path("suggest/new/", views.new_page, name="new_page"),
    path("suggest/<int:page_id>/", views.change, name="change"),
    path("suggestions/<int:pk>/", views.detail, name="detail"),
    path("suggestions/<int:pk>/edit/", views.edit, name="edit"),
    path("suggestions/<int:pk>/withdraw/", views.withdraw_view, name="withdraw"),
]
