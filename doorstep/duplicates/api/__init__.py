from doorstep.duplicates.api.operations import router

routers = [router]

__all__ = ["routers"]
