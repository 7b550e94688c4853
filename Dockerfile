# One image for web and worker: `docker run … gunicorn …` and `docker run … python manage.py work`.
FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 STATIC_ROOT=/static DJANGO_SETTINGS_MODULE=policywiki.settings.production DATA_DIR=/data
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt
COPY . .
RUN mkdir -p /static && SECRET_KEY=build-only-never-used-to-serve-anything-at-all ALLOWED_HOSTS=build.invalid \
    sh -c "python manage.py compile_translations && python manage.py collectstatic --noinput" \
    && useradd --create-home city && mkdir -p /data && chown -R city /data
USER city
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "-c", "python:policywiki.operations.server", "policywiki.wsgi", "--bind", "0.0.0.0:8000"]
