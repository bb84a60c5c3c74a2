# The portal's programs: web, worker and clock run from this one image, each with its own command.

FROM python:3.11-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gettext && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/gongkai
RUN python -m venv /srv/venv
ENV PATH=/srv/venv/bin:$PATH
COPY docker/requirements.lock docker/requirements.lock
RUN pip install --no-cache-dir --require-hashes --no-deps -r docker/requirements.lock
COPY manage.py pyproject.toml ./
COPY portal portal
COPY disclosure disclosure
COPY petitions petitions
COPY accountability accountability
COPY templates templates
COPY static static
COPY locale locale
COPY data data
RUN for file in locale/*/LC_MESSAGES/*.po; do msgfmt --check-format --output-file="${file%.po}.mo" "$file"; done
# Collecting the static files needs settings that are complete, not secret.
RUN STATIC_DIR=/srv/static DJANGO_SETTINGS_MODULE=portal.settings.production \
    SECRET_KEY=only-for-collecting-static-files-while-the-image-is-built ALLOWED_HOSTS=build.invalid \
    ENCRYPTION_KEYS=b25seS1mb3ItY29sbGVjdGluZy1zdGF0aWMtZmlsZXM= \
    DIGEST_KEYS=only-for-collecting-static-files-while-the-image-is-built \
    SITE_URL=https://build.invalid python manage.py collectstatic --no-input --verbosity 0

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk fonts-hanazono \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/gongkai --shell /usr/sbin/nologin gongkai \
    && install -d -o gongkai -g gongkai /srv/var
COPY --from=build /srv /srv
WORKDIR /srv/gongkai
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production \
    STATIC_DIR=/srv/static \
    VAR_DIR=/srv/var
COPY docker/health_check.py docker/health_check.py
USER gongkai
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", "--blocking-threads", "4", "--workers-kill-timeout", "10", "portal.wsgi:application"]
