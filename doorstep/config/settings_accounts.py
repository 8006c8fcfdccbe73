"""How people sign in: constants for Django and allauth. What depends on the environment is in settings.py."""

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people come by invitation: following its link proves the address
ACCOUNT_ADAPTER = "doorstep.identity.web.adapter.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True  # one address a person; the new one takes over when its link was followed
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # for another e-mail address; for two-step sign-in it always is
ACCOUNT_EMAIL_NOTIFICATIONS = True  # password, e-mail and two-step sign-in tell their owner when they change
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can sign up, so a mail that offers it would only disturb
# Per address and per account, counted in the shared cache; allauth's own limits for the rest.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Doorstep"
USERSESSIONS_TRACK_ACTIVITY = False  # a write on every request would be felt; the log-in time is kept
