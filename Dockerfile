# Compiles. Install scripts are off everywhere: nothing that the image needs comes from one.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit
COPY . .
RUN node scripts/build.mjs

# What the service needs when it runs. Optional packages are left out too: the embedded Postgres, which has no place
# beside a real one, and the Prisma command line, which is optional for the client.
FROM node:20-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit

FROM node:20-bookworm-slim AS runtime
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY prisma/migrations ./prisma/migrations
COPY spark ./spark
COPY --from=build /app/dist ./dist
# The command line as `learnrec <verb>`, and a folder that the service may write its made-up admin token to.
RUN ln -s /app/dist/src/cli/main.js /usr/local/bin/learnrec && install -d -o node -g node .learnrec
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/src/main.js", "serve"]

# The same with what a driver of Spark needs: docker build --target spark .
FROM runtime AS spark
USER root
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-17-jre-headless procps python3 python3-venv \
  && rm -rf /var/lib/apt/lists/* && install -d -o node -g node /exchange
RUN python3 -m venv /opt/spark && /opt/spark/bin/pip install --no-cache-dir -r spark/requirements.txt
ENV SPARK_SUBMIT=/opt/spark/bin/spark-submit SPARK_PYTHON=/opt/spark/bin/python3 SPARK_EXCHANGE=/exchange
USER node

# What is built where nothing else is asked for.
FROM runtime AS service
