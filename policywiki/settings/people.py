"""Settings of people: signing up and in, second factor, and how often one may do what."""

from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

env = environ.Env()

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:mine"
LOGOUT_REDIRECT_URL = "/"

# One proxy of ours stands before the site and appends the reader's address to X-Forwarded-For.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}

ACCOUNT_ADAPTER = "policywiki.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "policywiki.accounts.forms.SignInForm",
    "signup": "policywiki.accounts.forms.SignUpForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "policywiki.accounts.models.public_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Not ..._SUPPORTS_CHANGE: allauth offers it only for new addresses, which tells who has an account here.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Seconds a code holds; slow mail servers delay for minutes.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# Before an address, a password or a second step is changed, whoever has one proves it again.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "PolicyWiki"
# Staff must have a second factor before they can act; production refuses to start with this off.
STAFF_SECOND_FACTOR = True

# Who lives where: the key and the salt of the hashes that proofs are compared with. RESIDENCE_KEY empty: SECRET_KEY.
RESIDENCE_KEY = env.str("RESIDENCE_KEY", default="")
REGISTER_SALT = env.str("REGISTER_SALT", default="register-of-residents")

# The city's own sign-in by OpenID Connect, beside ours; off without OIDC_SERVER.
SOCIALACCOUNT_ADAPTER = "policywiki.accounts.social.SocialAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = True
# With one sign-in beside ours, a page that asks "really?" is a page too many; the button is a POST already.
SOCIALACCOUNT_LOGIN_ON_GET = False
OIDC_NAME = env.str("OIDC_NAME", default="")
# The claim that says in which district somebody lives, by its code here; and claim=code pairs where they differ.
OIDC_DISTRICT_CLAIM = env.str("OIDC_DISTRICT_CLAIM", default="")
OIDC_DISTRICTS: dict[str, str] = env.dict("OIDC_DISTRICTS", default={})
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if oidc_server := env.str("OIDC_SERVER", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "city",
                "name": OIDC_NAME or "OpenID Connect",
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_SECRET", default=""),
                "settings": {
                    "server_url": oidc_server,
                    "oauth_pkce_enabled": True,
                    "scope": env.list("OIDC_SCOPE", default=["openid", "profile", "email"]),
                },
            }
        ]
    }

# How often one may do what: "times/period" per account and per device first; per network address with a
# high ceiling, because a school or a mobile network shares one. core.limits counts; periods: s, m, h, d.
LIMITS: dict[str, dict[str, str]] = {
    "sign_in": {"account": "10/10m", "device": "20/10m", "address": "600/10m"},
    "sign_up": {"account": "5/1h", "device": "5/1h", "address": "200/1h"},
    "code": {"device": "20/10m", "address": "1200/10m"},
    "suggestion": {"account": "30/1h", "device": "60/1h", "address": "1000/1h"},
    "comment": {"account": "20/10m", "device": "40/10m", "address": "1000/10m"},
    "photo": {"account": "40/1h", "device": "60/1h", "address": "600/1h"},
    "mistake": {"account": "20/1h", "device": "40/1h", "address": "600/1h"},
    "useful": {"account": "60/1h", "device": "60/1h", "address": "1000/1h"},
    "comment_support": {"account": "120/10m", "device": "240/10m", "address": "3000/10m"},
    "argument": {"account": "20/1h", "device": "40/1h", "address": "600/1h"},
    "flag": {"account": "20/1h", "device": "40/1h", "address": "600/1h"},
    "support": {"account": "60/10m", "device": "120/10m", "address": "3000/10m"},
    "vote": {"account": "60/10m", "device": "120/10m", "address": "3000/10m"},
    "residence": {"account": "10/1h", "device": "20/1h", "address": "300/1h"},
    "receipt": {"device": "30/10m", "address": "600/10m"},
    "look": {"device": "400/10m", "address": "6000/10m"},
    "preview": {"account": "200/10m", "device": "200/10m", "address": "3000/10m"},
    "similar": {"device": "400/10m", "address": "6000/10m"},
    "message": {"account": "10/1h", "device": "20/1h", "address": "300/1h"},
}
# Addresses whose requests are not counted: a load test's own machine. Never anybody else's.
LIMITS_FREE: list[str] = env.list("LIMITS_FREE", default=[])
# allauth's own, which count failed passwords and mails to one address beside ours; "ip" as high as above.
ACCOUNT_RATE_LIMITS: dict[str, Any] = {
    "login": "600/10m/ip",
    "login_failed": "300/10m/ip,5/5m/key",
    "signup": "200/1h/ip",
    "request_login_code": "200/10m/ip,5/5m/key",
    "reset_password": "200/1h/ip,5/10m/key",
    "reset_password_from_key": "200/10m/ip",
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
# Proposals of other registers stay in the language they were written in; nobody is asked to write in these.
PROPOSAL_LANGUAGES = [*LANGUAGES, ("es", _("Spanish"))]

# Days within which an item of this kind should have been looked at; the moderators' list shows what is late.
MODERATION_DUE_DAYS: dict[str, float] = env.json(
    "MODERATION_DUE_DAYS",
    default={"default": 2, "new_page": 3, "new_proposal": 3, "comment_flag": 1},
)
# Minutes in which a decision on many items at once can be undone; it takes effect when they are over.
MODERATION_UNDO_MINUTES = env.int("MODERATION_UNDO_MINUTES", default=5)
