# The service for production: the front end is built, the Python packages are installed, and only what runs is kept.

FROM node:24-slim AS web
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --ignore-scripts
COPY frontend/ ./
RUN npm run build

FROM python:3.13-slim AS packages
WORKDIR /build
COPY requirements.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM nginx:1.29-alpine AS nginx
COPY frontend/nginx/default.conf /etc/nginx/conf.d/default.conf
COPY --from=web /build/dist /usr/share/nginx/html

FROM python:3.13-slim AS service
RUN useradd --system --uid 10001 --home-dir /srv plumbline
WORKDIR /srv
COPY --from=packages /venv /venv
COPY api/ api/
COPY migrations/ migrations/
COPY alembic.ini ./
COPY --from=web /build/dist frontend/dist
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER plumbline
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=4s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/ready', timeout=3)"]
CMD ["python", "-m", "api.cli", "serve", "--host", "0.0.0.0"]
