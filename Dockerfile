# One image for every role: docker-compose.yml says which command each of them runs.
FROM python:3.11-slim AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /build
COPY pyproject.toml requirements.lock ./
RUN uv venv /opt/palio && \
    uv pip install --python /opt/palio/bin/python --compile-bytecode \
        --require-hashes --constraint requirements.lock --requirement pyproject.toml
COPY README.md LICENSE ./
COPY domain domain
COPY application application
COPY eventstore eventstore
COPY projections projections
COPY identity identity
COPY api api
COPY realtime realtime
COPY bootstrap bootstrap
COPY cli cli
COPY demo demo
COPY play play
COPY reference reference
COPY migrations migrations
RUN uv build --wheel --require-hashes --build-constraint requirements.lock --out-dir dist && \
    uv pip install --python /opt/palio/bin/python --compile-bytecode --no-deps dist/*.whl

FROM python:3.11-slim
RUN useradd --system --user-group --create-home --home-dir /var/lib/palio --shell /usr/sbin/nologin palio
COPY --from=build /opt/palio /opt/palio
ENV PATH=/opt/palio/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PALIO_HOME=/var/lib/palio \
    PALIO_HOST=0.0.0.0 \
    PALIO_PORT=8000
USER palio
WORKDIR /var/lib/palio
EXPOSE 8000
CMD ["palio", "serve"]
