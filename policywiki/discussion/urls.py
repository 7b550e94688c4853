from django.urls import path

from .views import acting, arguments, reading, writing

app_name = "discussion"
urlpatterns = [
    path("discussion/<int:page_id>/", writing.write, name="write"),
    path("discussion/<int:page_id>/talk/", reading.talk, name="talk"),
    path("discussion/<int:page_id>/note/", writing.note, name="note"),
    path("discussion/<int:page_id>/arguments/", arguments.arguments, name="arguments"),
    path("discussion/about/<slug:kind>/<int:number>/", writing.write_about, name="write_about"),
    path("discussion/about/<slug:kind>/<int:number>/note/", writing.note_about, name="note_about"),
    path("comments/<int:pk>/", reading.comment, name="comment"),
    path("comments/<int:pk>/before/", reading.versions, name="versions"),
    path("comments/<int:pk>/reply/", writing.reply, name="reply"),
    path("comments/<int:pk>/change/", writing.correct, name="correct"),
    path("comments/<int:pk>/withdraw/", acting.withdraw, name="withdraw"),
    path("comments/<int:pk>/flag/", acting.flag, name="flag"),
    path("comments/<int:pk>/support/", acting.support, name="support"),
    path("comments/<int:pk>/take-back/", acting.take_back, name="take_back"),
    path("comments/<int:pk>/argument/", arguments.raise_one, name="raise_argument"),
    path("arguments/<int:pk>/support/", arguments.support, name="support_argument"),
    path("arguments/<int:pk>/take-back/", arguments.take_back, name="take_back_argument"),
    path("arguments/<int:pk>/lower/", arguments.lower, name="lower_argument"),
]
