# The Task API: docker build --tag registry.example.com/task-api:1.2.3 .
#
# The tag is the Node.js version that the tests run on; the digest, of the image for all architectures, pins its very bytes.
# Dependabot renews both. By hand, the digest of a tag is what this prints:
#   docker buildx imagetools inspect node:20.20.2-bookworm-slim --format '{{.Manifest.Digest}}'
# The image stands in a FROM and not in an ARG, because Dependabot reads FROM alone.
FROM node:20.20.2-bookworm-slim@sha256:2cf067cfed83d5ea958367df9f966191a942351a2df77d6f0193e162b5febfc0 AS node

FROM node AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY src src
# One file with every dependency but the embedded database, which looks for its data files beside its code.
RUN node_modules/.bin/esbuild src/stack/task-api/main.ts --bundle --platform=node --target=node20 --external:@electric-sql/pglite --external:pg-native --outfile=out/task-api.js
RUN mkdir -p out/node_modules/@electric-sql && cp -r node_modules/@electric-sql/pglite out/node_modules/@electric-sql/pglite
# Extensions and source maps, most of its size, are not used.
RUN rm -rf out/node_modules/@electric-sql/pglite/dist/*.tar.gz out/node_modules/@electric-sql/pglite/dist/contrib out/node_modules/@electric-sql/pglite/src && find out -name '*.map' -delete

# Debian's slim image: it has the `sleep` with which a stopping pod waits.
FROM node
ARG VERSION=0.0.0-development
ARG REVISION=unknown
LABEL org.opencontainers.image.title="task-api" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production \
    VERSION=${VERSION} \
    REVISION=${REVISION} \
    DATA_DIR=/data
WORKDIR /app
COPY --from=build /src/out ./
# For `docker run` without a volume; in Kubernetes the root is read-only, and /data a volume of the pod.
RUN install -d -o 10001 -g 10001 /data
# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8000
# No shell in between: the signal to stop reaches the program.
CMD ["node", "task-api.js"]
