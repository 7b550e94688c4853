"""What an author of a decided item sees on the public site."""

from django.urls import path

from .views.second_look import second_look

app_name = "second_look"
urlpatterns = [path("second-look/<int:pk>/", second_look, name="ask")]
