# The designer and its bridge without a Kafka of their own. Mount the flow files at /flows, and the config with the files
# that it names at /config, which is no part of the workspace.
FROM node:24-bookworm-slim AS build
WORKDIR /src
# pnpm comes at the version that the lock file was made with.
RUN npm install --global pnpm@12.21.0
COPY . .
RUN pnpm install --frozen-lockfile --ignore-scripts && node scripts/build-package.ts

FROM node:24-bookworm-slim
ENV NODE_ENV=production XDG_DATA_HOME=/data NODE_OPTIONS=--disable-warning=TimeoutNegativeWarning
WORKDIR /app
COPY --from=build /src/dist/*.tgz /tmp/package.tgz
RUN npm install --omit=optional --no-audit --no-fund /tmp/package.tgz \
  && rm /tmp/package.tgz \
  && mkdir /config /data /flows \
  && chown node:node /data /flows
USER node
VOLUME ["/data", "/flows"]
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/app/node_modules/.bin/kafka-mapping-designer"]
CMD ["serve", "/flows", "--host", "0.0.0.0", "--port", "8080", "--config", "/config/clusters.yaml", "--no-open"]
