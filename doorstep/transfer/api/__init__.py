"""REST: imports and exports."""

from doorstep.transfer.api import imports

routers = [imports.router]
