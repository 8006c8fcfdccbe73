"""REST: imports and exports."""

from doorstep.transfer.api import exports, imports

routers = [imports.router, exports.router]
