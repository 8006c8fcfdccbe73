from django.apps import AppConfig
from django.core.signals import request_started
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class IdentityConfig(AppConfig):
    name = "doorstep.identity"
    label = "identity"

    def ready(self) -> None:
        """Keep the wall standing: around new tables, new connections and new requests."""
        from doorstep.identity import wall, wall_building

        post_migrate.connect(wall_building.after_migrate, sender=self, dispatch_uid="doorstep.wall")
        connection_created.connect(wall.stand_again, dispatch_uid="doorstep.wall.connection")
        request_started.connect(wall.leave_for_good, dispatch_uid="doorstep.wall.request")
