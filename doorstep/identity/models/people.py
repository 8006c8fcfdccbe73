"""People, and what they are in each workspace."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.identity.models.scoping import WorkspaceQuerySet, WorkspaceRow


class Role(models.TextChoices):
    """What a member is. The matrix in config/roles.py says what each may do by default."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    DISPATCHER = "dispatcher", _("Dispatcher")
    CSR = "csr", _("CSR")
    SALESPERSON = "salesperson", _("Salesperson")
    TECHNICIAN = "technician", _("Technician")
    ACCOUNTANT = "accountant", _("Accountant")


class Visibility(models.TextChoices):
    """Which clients a role sees, by the member they are assigned to."""

    ALL = "all", _("All records")
    TEAM = "team", _("Records assigned to their team")
    OWN = "own", _("Records assigned to them")


class UserManager(BaseUserManager["User"]):
    """Makes people and finds them by e-mail, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who logs in with `email` (kept in lower case)."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person's login, the same in all workspaces they are a member of."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)


class Team(WorkspaceRow):
    """Members who see each other's records when their role sees "team"."""

    name = models.CharField(max_length=80)

    objects = WorkspaceQuerySet["Team"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name


def _own_line(role: str) -> dict[str, Subquery]:
    """Annotations with the workspace's own line for the role that stands under the path `role`."""
    line = RoleSetting.objects.filter(workspace_id=OuterRef("workspace_id"), role=OuterRef(role))
    return {
        "own_visibility": Subquery(line.values("visibility")[:1]),
        "own_capabilities": Subquery(line.values("capabilities")[:1]),
    }


class MembershipQuerySet(WorkspaceQuerySet["Membership"]):
    """Memberships, ended ones included unless asked otherwise."""

    def current(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at=None)

    def with_rights(self) -> Self:
        """Bring workspace, person and the workspace's line for the role: Actor.of then asks nothing."""
        return self.select_related("workspace", "user").annotate(**_own_line("role"))


class Membership(WorkspaceRow):
    """A person's place in one workspace. Never deleted, so that history keeps its names; ended instead."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="members")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    #: The workspace's own line for the role, set by `with_rights` (None: it has none).
    own_visibility: str | None
    own_capabilities: list[str] | None

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="membership_once")]

    def __str__(self) -> str:
        return str(self.user)


class RoleSetting(WorkspaceRow):
    """A workspace's own line of the permission matrix; without a row the default line holds."""

    role = models.CharField(max_length=20, choices=Role)
    visibility = models.CharField(max_length=10, choices=Visibility)
    capabilities = models.JSONField(default=list)  # list of Capability.key

    objects = WorkspaceQuerySet["RoleSetting"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "role"], name="role_setting_once")]

    def __str__(self) -> str:
        return self.role


class InvitationQuerySet(WorkspaceQuerySet["Invitation"]):
    """Invitations, whatever became of them."""

    def pending(self) -> Self:
        """Those that were neither accepted nor taken back; they may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self) -> Self:
        """Those that can still be accepted."""
        return self.pending().filter(expires_at__gt=timezone.now())


class Invitation(WorkspaceRow):
    """An invitation by e-mail. The link's token is kept as a hash only; see identity.tokens."""

    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()


class ApiTokenQuerySet(WorkspaceQuerySet["ApiToken"]):
    """API tokens, revoked ones included unless asked otherwise."""

    def usable(self) -> Self:
        """Those that open the door now: not revoked, not expired, of a member who is still one."""
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=timezone.now()),
            revoked_at=None,
            membership__ended_at=None,
            membership__user__is_active=True,
        )

    def with_rights(self) -> Self:
        """Bring all that `member_with_rights` needs."""
        return self.select_related("membership__workspace", "membership__user").annotate(
            **_own_line("membership__role")
        )


class ApiToken(WorkspaceRow):
    """A bearer token: acts as its member, within its scopes. Shown once, kept as a hash."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)  # shown in lists, so that people know which is which
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)  # "read", "write", or Capability.key; empty = all of the member's
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    #: See Membership; set by `with_rights`.
    own_visibility: str | None
    own_capabilities: list[str] | None

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def member_with_rights(self) -> Membership:
        """The member it stands for, as Membership's `with_rights` brings it. For rows from `with_rights`."""
        self.membership.own_visibility = self.own_visibility
        self.membership.own_capabilities = self.own_capabilities
        return self.membership
