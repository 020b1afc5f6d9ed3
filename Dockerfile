# The portal as one image: strings compiled and static files collected when it is built, tables and content brought up
# to date when it starts. Another base can be given: docker build --build-arg PYTHON_IMAGE=python:3.12-slim-bookworm .
ARG PYTHON_IMAGE=python:3.13-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
WORKDIR /portal
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --quiet --require-hashes -r requirements.txt
COPY . .
# A key for the build alone: it signs nothing that lives on.
RUN SECRET_KEY=only-for-collecting-static-files-at-build-time-0000 /venv/bin/python manage.py messages --compile \
 && SECRET_KEY=only-for-collecting-static-files-at-build-time-0000 /venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM ${PYTHON_IMAGE}
# Georgian, Arabic and the scripts of people's names, for what is printed: cic_portal/typesetting.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends fonts-noto-core && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /portal --shell /usr/sbin/nologin portal
WORKDIR /portal
COPY --from=build /venv /venv
COPY --from=build /portal /portal
RUN mkdir -p var/media && chown -R portal:portal var
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0 PORT=8000
USER portal
EXPOSE 8000
VOLUME ["/portal/var"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD python -c "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/readyz', timeout=4)"
CMD ["python", "manage.py", "serve"]
