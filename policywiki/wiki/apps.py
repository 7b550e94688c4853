from django.apps import AppConfig


class WikiConfig(AppConfig):
    name = "policywiki.wiki"
    label = "wiki"

    def ready(self) -> None:
        from policywiki.discussion.registry import Subject, open_subject, open_to_comments
        from policywiki.suggestions import sources as library
        from policywiki.suggestions import talk

        from . import (
            handlers,  # noqa: F401 - listens to events
            permissions,
            safety,  # noqa: F401 - says where words may have to be hidden
            showing,
            sources,
            targets,  # noqa: F401 - registers what may be suggested
        )

        # Suggestions and discussion stand side by side and do not know each other; who stands above introduces them.
        open_subject("suggestion", Subject(talk.may_talk, talk.page_of, talk.address, talk.words))
        library.register(
            library.Library(sources.find, sources.source_of, sources.recognised, sources.renewed)
        )
        open_to_comments(self.get_model("KnowledgePage"), permissions.can_talk, home=showing.talk_url)
