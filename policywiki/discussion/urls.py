from django.urls import path

from . import views

app_name = "discussion"
urlpatterns = [
    path("discussion/<int:page_id>/", views.write, name="write"),
    path("discussion/about/<slug:kind>/<int:number>/", views.write_about, name="write_about"),
    path("comments/<int:pk>/", views.comment, name="comment"),
    path("comments/<int:pk>/reply/", views.reply, name="reply"),
    path("comments/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("comments/<int:pk>/flag/", views.flag, name="flag"),
]
