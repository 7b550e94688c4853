"""Addresses without a language: /p/137 never changes, whatever becomes of titles and languages."""

from django.urls import path

from .views import polls, recording
from .views.reading import short_address

urlpatterns = [
    path("p/<int:number>", short_address, name="proposal"),
    path("p/<int:number>/", short_address),
    path("p/<int:number>/record.jsonl", recording.download, {"kind": "jsonl"}, name="record_jsonl"),
    path("p/<int:number>/record.csv", recording.download, {"kind": "csv"}, name="record_csv"),
    path("p/votes/<int:pk>.jsonl", polls.download, name="poll_jsonl"),
    path("p/votes/verify_poll.py", polls.script, name="poll_script"),
    path("p/record/heads.jsonl", recording.heads, name="record_heads"),
    path("p/record/verify_ledger.py", recording.script, name="record_script"),
]
