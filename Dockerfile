# migrate-action as an image: `docker run IMAGE` serves, `docker run IMAGE up` migrates; docs/elsewhere.md.
#
# dist/ is all of it: nothing is installed. The migrations come by a mount at /migrations, or in an image made FROM this one.
ARG BASE=node:24.21.0-alpine

FROM ${BASE} AS files
COPY LICENSE scripts/container-health.js /opt/migrate-action/
COPY dist /opt/migrate-action/dist
# Readable by whoever it is run as, whatever the umask of the checkout was.
RUN chmod -R a+rX,go-w /opt/migrate-action

FROM ${BASE}

ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="migrate-action" \
      org.opencontainers.image.description="The PostgreSQL migration gate for deploy pipelines, as a command line and over HTTP" \
      org.opencontainers.image.source="https://github.com/st44/migrate-action" \
      org.opencontainers.image.documentation="https://github.com/st44/migrate-action/blob/main/docs/elsewhere.md" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# root's: who runs it cannot change it.
COPY --from=files /opt/migrate-action /opt/migrate-action

# Nothing is written but what is asked for: compiled code that no later container sees is not kept.
ENV NODE_DISABLE_COMPILE_CACHE=1

# `migrations`, where the files are looked for, is /migrations then.
WORKDIR /
# By number, so that Kubernetes' runAsNonRoot can tell.
USER 65532:65532
EXPOSE 8080
STOPSIGNAL SIGTERM
# Whether the process answers, not how the database stands: nobody is helped by a restart while a migration is pending.
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 \
  CMD ["node", "/opt/migrate-action/container-health.js"]
ENTRYPOINT ["node", "/opt/migrate-action/dist/cli.js"]
CMD ["serve", "--listen=0.0.0.0:8080"]
