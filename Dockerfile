# syntax=docker/dockerfile:1
# A static binary on an empty image; it runs as nobody, and asks itself whether it lives.

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=unknown COMMIT=unknown
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION} -X main.commit=${COMMIT}" -o /out/bot ./cmd/bot \
	&& mkdir -p /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build /out/bot /bot
USER 65532:65532
ENV HTTP_ADDR=0.0.0.0:8080 DATABASE_URL=sqlite:/data/bot.db
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/bot", "health"]
ENTRYPOINT ["/bot"]
CMD ["serve"]
