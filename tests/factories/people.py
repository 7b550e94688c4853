"""People for the tests: UserFactory(), UserFactory(moderator=True), UserFactory(official=True)."""

from __future__ import annotations

from typing import Any

import factory
from django.contrib.auth.models import Group

from policywiki.accounts.models import Role, User

PASSWORD = "test-password"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a confirmed address and the password "test-password"; a member unless a trait says more.

    Traits: moderator, official, administrator (each also a member), nameless (no public name).
    `groups=["member"]` names the groups outright; `confirmed=False` leaves the address unconfirmed.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        moderator = factory.Trait(role=Role.MODERATOR)
        official = factory.Trait(role=Role.OFFICIAL)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
        nameless = factory.Trait(display_name="")

    role = Role.MEMBER
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    display_name = factory.Sequence(lambda n: f"Person {n}")
    language = "en"
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def groups(self: User, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:  # type: ignore[misc]
        if not create:
            return
        names = extracted if extracted is not None else [Role.MEMBER, self._wanted_role]  # type: ignore[attr-defined]
        for name in dict.fromkeys(names):
            self.groups.add(Group.objects.get_or_create(name=str(name))[0])
        self.__dict__.pop("roles", None)

    @factory.post_generation
    def confirmed(self: User, create: bool, extracted: bool | None, **kwargs: Any) -> None:  # type: ignore[misc]
        """allauth's own row of the address, confirmed, so that signing in needs no further code."""
        if create:
            self.emailaddress_set.create(email=self.email, verified=extracted is not False, primary=True)  # type: ignore[attr-defined]

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, role: str = Role.MEMBER, **kwargs: Any) -> User:
        user: User = super()._create(model_class, *args, **kwargs)
        user._wanted_role = role  # type: ignore[attr-defined]
        return user
