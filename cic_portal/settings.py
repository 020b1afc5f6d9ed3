"""Settings of the portal. What differs between machines comes from the environment; `.env.example` lists it all."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env
from whitenoise.compress import Compressor

from cic_portal import languages
from cic_portal.local_time import WARSAW
from cic_portal.outgoing.targets import is_service_url

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

# --- This machine ---------------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", False)
DEFAULT_SECRET_KEY = "insecure-key-for-development-only"
SECRET_KEY = env.str("SECRET_KEY", DEFAULT_SECRET_KEY)
if not DEBUG and (SECRET_KEY == DEFAULT_SECRET_KEY or len(SECRET_KEY) < 40):
    raise ImproperlyConfigured("Set SECRET_KEY in the environment to at least 40 random characters (see .env.example).")

# The address that readers see. It decides canonical addresses and, by its scheme, whether cookies are for HTTPS only.
SITE_URL = env.str("SITE_URL", f"http://127.0.0.1:{env.str('PORT', '8000')}").rstrip("/")
# The readers' address always, and this machine's own, which probes and health checks use.
ALLOWED_HOSTS = sorted({urlsplit(SITE_URL).hostname, "127.0.0.1", "localhost", *env.list("ALLOWED_HOSTS", [])})
IS_HTTPS = SITE_URL.startswith("https://")
# Whether nobody but the people at this machine can reach the portal: plain http, on the loopback interface alone.
HOST = env.str("HOST", "127.0.0.1")
IS_LOCAL = not IS_HTTPS and {urlsplit(SITE_URL).hostname, HOST} <= {"127.0.0.1", "localhost", "::1"}

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}", conn_max_age=60)}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers never wait for a writer (WAL), a writer waits its turn instead of failing (IMMEDIATE, timeout in seconds).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }

CACHES = {"default": env.dj_cache_url("CACHE_URL", "locmem://")}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    # With Django's 300 a few hundred addresses push out the counts of the others, and with them every limit.
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 100_000)

# --- Parts ----------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, as its documentation asks
    # Before our own: accounts take their lists out of the desk.
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "cic_portal",
    "cic_portal.texts",
    "cic_portal.publishing",
    "cic_portal.desk",
    "cic_portal.personal_data",
    "cic_portal.richtext",
    "cic_portal.typesetting",
    "cic_portal.letters",
    "cic_portal.visitors",
    "cic_portal.bookings",
    "cic_portal.editing",
    "cic_portal.links",
    "cic_portal.accounts",
    "cic_portal.translations",
    "cic_portal.translations.exchange",
    "cic_portal.loading",
    "cic_portal.pictures",
    "services",
    "contact",
    "contact.appointments",
    "contact.correspondence",
    "courses",
    "courses.events",
    "courses.enrolments",
    "courses.demand",
    "cic_portal.pages",
    "cic_portal.search",
    "cic_portal.opendata",
    "cic_portal.feedback",
    "cic_portal.leaflets",
    "cic_portal.home",
    "cic_portal.home.apps.DeskSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "django_prose_editor",
    "simple_history",
    "phonenumber_field",
    "csp",
]

MIDDLEWARE = [
    "cic_portal.middleware.PrivacyHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "cic_portal.middleware.PublicCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "cic_portal.middleware.LanguageMiddleware",
    "cic_portal.middleware.TooManyRequestsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cic_portal.accounts.middleware.DeskMiddleware",  # after the CSRF check: it keeps what a form sent too late
    "axes.middleware.AxesMiddleware",  # last, as its documentation asks
]

ROOT_URLCONF = "cic_portal.urls"
WSGI_APPLICATION = "cic_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["cic_portal.template_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "contact.frame.frame",
            ],
            "builtins": [
                "cic_portal.templatetags.portal",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "crispy_forms.templatetags.crispy_forms_tags",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["forms"]
CRISPY_TEMPLATE_PACK = "forms"

# --- Languages and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = languages.SOURCE
LANGUAGES = languages.CHOICES
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "cic_portal" / "desk" / "locale"]
USE_I18N = True
LANGUAGE_COOKIE_NAME = "language"
MODELTRANSLATION_DEFAULT_LANGUAGE = languages.SOURCE
# A text never falls back in silence: templates ask for it with its language (Translatable.text).
MODELTRANSLATION_ENABLE_FALLBACKS = False
USE_TZ = True
TIME_ZONE = WARSAW.key
PHONENUMBER_DEFAULT_REGION = "PL"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"

# --- Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "static-collected")
STATICFILES_DIRS = [BASE_DIR / "static"]
# What staff upload: only pictures, checked and made small (cic_portal.pictures), and served by a view of that app.
MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / "media")
FILE_UPLOAD_HANDLERS = [
    "cic_portal.pictures.uploads.EndOfFileHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Nobody but a developer opens the map of the editor's source, and squeezing it takes longer than all other files.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# --- Safety ---------------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", IS_HTTPS)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come from inside, without TLS
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
BEHIND_TLS_PROXY = env.bool("BEHIND_TLS_PROXY", IS_HTTPS)
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

_COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}session"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrf"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "cic_portal.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# History is asked for by what changed and when; an index of all moments of a table would serve nobody.
SIMPLE_HISTORY_DATE_INDEX = False

# A long text in Georgian is three bytes a letter and nine once a form sends it; it must come back with its error.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # bytes

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# The desk alone asks this server for hints while somebody types (`fetch`), which visitors' pages never do.
ADMIN_CONTENT_SECURITY_POLICY = {"connect-src": ["'self'"]}

# --- Who comes in to the desk ---------------------------------------------------------------------------------------

LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

# Length counts, composition does not: whole sentences and whatever a password manager makes are welcome.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LONGEST_PASSWORD = 128  # characters; hashing anything longer would be work for free
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds that the link in a letter works
# How many letters for a new password one address may ask for in an hour, and how many one account may get in a day.
PASSWORD_RESETS_PER_HOUR = env.int("PASSWORD_RESETS_PER_HOUR", 10)
PASSWORD_RESETS_PER_DAY = 5
INVITATION_DAYS = env.int("INVITATION_DAYS", 7)

# The environment can ask for a second factor where none is needed; nothing there can do without one
# (cic_portal.accounts.second_factor.second_factor_is_required says for whom).
_SECOND_FACTOR_ASKED = env.bool("SECOND_FACTOR_REQUIRED", False)
SECOND_FACTOR_REQUIRED = IS_HTTPS or not DEBUG or _SECOND_FACTOR_ASKED
# The login that `make serve` prints opens the desk by its password, as long as nobody else can reach this machine.
LOCAL_LOGIN_NEEDS_PASSWORD_ONLY = IS_LOCAL and not _SECOND_FACTOR_ASKED
OTP_TOTP_ISSUER = "CIC Kalisz"  # how an app for codes names this account

# A session ends when nothing was done for so long, and after so long in any case: one working day and a little more.
DESK_IDLE_MINUTES = env.int("DESK_IDLE_MINUTES", 120)
DESK_HOURS = env.int("DESK_HOURS", 12)
# Twice as long, so that the desk still knows an ended session and can say why it asks for the password again.
SESSION_COOKIE_AGE = 2 * DESK_HOURS * 60 * 60  # seconds

# Wrong passwords and codes: so many for one name from one address, and for one address whatever names it tries, until
# either has to wait. An office shares one address, so the second is much higher.
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURES", 5)
LOGIN_FAILURES_OF_ADDRESS = env.int("LOGIN_FAILURES_OF_ADDRESS", 50)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOGIN_PAUSE_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_HANDLER = "cic_portal.accounts.lockout.LockoutHandler"
AXES_CLIENT_IP_CALLABLE = "cic_portal.accounts.lockout.address_of"
AXES_LOCKOUT_CALLABLE = "cic_portal.accounts.lockout.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True  # who came in is in our own records (cic_portal.accounts.audit)
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- The portal -----------------------------------------------------------------------------------------------------

# Shown when the database cannot be asked (the 500 page). Everything else reads the Centre's row.
LAST_RESORT_PHONE = "+48887069112"
LAST_RESORT_EMAIL = "info.cickalisz@rops.poznan.pl"
# How long a shared cache may keep a public page, in seconds. Browsers ask each time and are told “unchanged” (ETag).
PUBLIC_PAGE_MAX_AGE = env.int("PUBLIC_PAGE_MAX_AGE", 60)
# How many answers about pages one address may send in an hour.
FEEDBACK_PER_HOUR = env.int("FEEDBACK_PER_HOUR", 20)
# How many searches one address may make in an hour: enough for a class that shares one connection.
SEARCHES_PER_HOUR = env.int("SEARCHES_PER_HOUR", 1000)
# How many enrolments, wishes, appointments and tries to open a booking one address may send in an hour: enough for a
# class that shares one connection, too few to guess a reference.
ENROLMENTS_PER_HOUR = env.int("ENROLMENTS_PER_HOUR", 30)
INTERESTS_PER_HOUR = env.int("INTERESTS_PER_HOUR", 20)
BOOKING_LOOKUPS_PER_HOUR = env.int("BOOKING_LOOKUPS_PER_HOUR", 20)
APPOINTMENTS_PER_HOUR = env.int("APPOINTMENTS_PER_HOUR", 20)
# How many messages and requests for a call one address may send in an hour.
MESSAGES_PER_HOUR = env.int("MESSAGES_PER_HOUR", 20)
# How long a person needs at least to fill in a form, in seconds; what comes back faster was sent by a program.
FORM_LEAST_SECONDS = env.float("FORM_LEAST_SECONDS", 2)
# How long the next in line has to confirm a place that became free, in hours.
PLACE_OFFER_HOURS = env.int("PLACE_OFFER_HOURS", 48)
# How soon an appointment may begin that somebody books on the portal, in hours, and how far ahead it may be, in days.
APPOINTMENT_NOTICE_HOURS = env.int("APPOINTMENT_NOTICE_HOURS", 24)
APPOINTMENT_DAYS_AHEAD = env.int("APPOINTMENT_DAYS_AHEAD", 60)
# How many proxies of our own stand before the portal and add to X-Forwarded-For; limits count by the address they saw.
# Without it a whole town behind one proxy would count as one visitor, so a proxy that speaks TLS for us is trusted.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", int(BEHIND_TLS_PROXY))
# How long a link to an unpublished page works, in seconds.
PREVIEW_MAX_AGE = 24 * 60 * 60

# A service that drafts translations: "" (none), "deepl" or "libretranslate". The address of DeepL follows from the key.
MACHINE_TRANSLATION = env.str("MACHINE_TRANSLATION", "")
MACHINE_TRANSLATION_URL = env.str("MACHINE_TRANSLATION_URL", "")
MACHINE_TRANSLATION_KEY = env.str("MACHINE_TRANSLATION_KEY", "")
MACHINE_TRANSLATION_TIMEOUT = env.float("MACHINE_TRANSLATION_TIMEOUT", 20)  # seconds
# Languages to offer drafts in, when it is not those that the service is known to speak.
MACHINE_TRANSLATION_LANGUAGES = env.list("MACHINE_TRANSLATION_LANGUAGES", [])
if MACHINE_TRANSLATION not in ("", "deepl", "libretranslate"):
    raise ImproperlyConfigured("MACHINE_TRANSLATION is empty, deepl or libretranslate.")
if MACHINE_TRANSLATION == "deepl" and not MACHINE_TRANSLATION_KEY:
    raise ImproperlyConfigured("DeepL needs MACHINE_TRANSLATION_KEY.")
if MACHINE_TRANSLATION == "libretranslate" and not MACHINE_TRANSLATION_URL:
    raise ImproperlyConfigured("LibreTranslate needs MACHINE_TRANSLATION_URL.")
if MACHINE_TRANSLATION_URL and not is_service_url(MACHINE_TRANSLATION_URL):
    raise ImproperlyConfigured("MACHINE_TRANSLATION_URL begins with https://, unless the service is on this machine.")
# Hosts in a private network at which a service named here may be, always over https. Anything else is on the public
# internet or on this machine, or it is not asked.
PRIVATE_SERVICES = env.list("PRIVATE_SERVICES", [])
# How large a file with translations may be that staff upload, in bytes.
EXCHANGE_UPLOAD_MAX_SIZE = env.int("EXCHANGE_UPLOAD_MAX_SIZE", 20 * 1024 * 1024)
# Of a larger file only so much is kept: enough for every form of ours to say that it is too large, too little to fill
# the disk. Pictures have their own limit of 15 MB.
UPLOAD_MOST_KEPT = max(EXCHANGE_UPLOAD_MAX_SIZE, 15 * 1024 * 1024) + 1024 * 1024
# How much of a new language must be translated before staff can show it to visitors, in percent of its texts. The
# strings of the portal itself must all be there.
LANGUAGE_THRESHOLD = env.int("LANGUAGE_THRESHOLD", 90)
# Whether the worker looks now and then if the addresses in our texts still lead somewhere. A portal that readers cannot
# reach leaves other sites alone; `manage.py check_links` looks anyway.
LINK_CHECKS = env.bool("LINK_CHECKS", IS_HTTPS)
# How long a site is left alone between two requests, in seconds, and who we say we are.
LINK_PAUSE_SECONDS = env.float("LINK_PAUSE_SECONDS", 2)
LINK_USER_AGENT = env.str("LINK_USER_AGENT", f"CIC-Kalisz-link-check/1.0 (+{SITE_URL}/)")

# Without a mail server letters become files in var/letters/, so that a newcomer can read them.
EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", f"file:///{VAR_DIR / 'letters'}")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 15)  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", LAST_RESORT_EMAIL)

LOG_LEVEL = env.str("LOG_LEVEL", "WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"django": {"level": LOG_LEVEL}},
}
