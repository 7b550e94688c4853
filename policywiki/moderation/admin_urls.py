"""Addresses of the moderators' list, under /admin/to-check/."""

from django.urls import path

from .views import batch, queue, reasons, review

app_name = "moderation"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("mine/", batch.batch, name="batch"),
    path("mine/put-back/", batch.put_back, name="batch_put_back"),
    path("several/", queue.bulk, name="bulk"),
    path("several/<int:pk>/", queue.bulk_result, name="bulk_result"),
    path("several/<int:pk>/undo/", queue.bulk_undo, name="bulk_undo"),
    path("filters/", queue.keep_filter, name="keep_filter"),
    path("filters/<int:pk>/delete/", queue.drop_filter, name="drop_filter"),
    path("reasons/preview/", reasons.preview_reason, name="preview_reason"),
    path("<int:pk>/", review.review, name="review"),
    path("<int:pk>/take/", review.take, name="take"),
    path("<int:pk>/put-back/", review.put_back, name="put_back"),
    path("<int:pk>/hand-over/", review.hand_to, name="hand_over"),
    path("<int:pk>/later/", review.put_off, name="postpone"),
    path("<int:pk>/note/", review.note, name="note"),
    path("<int:pk>/ask/", review.ask, name="ask"),
    path("<int:pk>/ask/<int:opinion>/", review.give, name="give_opinion"),
    path("<int:pk>/decide/", review.decide_case, name="decide"),
    path("<int:pk>/letter/", review.preview_letter, name="letter"),
]
