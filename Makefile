# OceanBot. `make` alone lists what can be made.

GO       ?= go
LINTER   := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
COMMIT   ?= $(shell git rev-parse --short HEAD 2>/dev/null || echo unknown)
LDFLAGS  := -s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT)
FUZZTIME ?= 10s

.DEFAULT_GOAL := help

.PHONY: help
help: ## List what can be made
	@awk 'BEGIN {FS = ":.*## "} /^[a-z][a-z-]*:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: build ## Talk to the bot here, against a simulated OCEAN; nothing needs to be set up
	@./bot demo $(ARGS)

.PHONY: build
build: ## Build ./bot, static, without cgo
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bot ./cmd/bot

.PHONY: test
test: ## Run all the tests, with the race detector where there is a C compiler
	@if command -v $$($(GO) env CC) >/dev/null 2>&1; then \
		CGO_ENABLED=1 $(GO) test -race -timeout 30m ./...; \
	else \
		echo "no C compiler here: the tests run without the race detector"; $(GO) test ./...; \
	fi

.PHONY: race
race: ## Run all the tests with the race detector, in another order, nothing from the cache
	CGO_ENABLED=1 $(GO) test -race -timeout 30m -count=1 -shuffle=on ./...

.PHONY: lint
lint: ## Check formatting, modules and code, with every linter that earns its place
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(GO) run $(LINTER) run ./...

.PHONY: format
format: ## Format the code as the linter wants it
	$(GO) run $(LINTER) fmt ./...

.PHONY: schedules
schedules: ## Play every fault, every crash and thousands of random schedules against the ledger
	$(GO) test -count=1 -timeout 30m ./internal/ledger

.PHONY: fuzz
fuzz: ## Fuzz everything that parses, FUZZTIME each
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
		done; \
	done

.PHONY: bench
bench: ## Run the benchmarks, and the parser of dates beside others (chrono too, with node and `npm install --no-save chrono-node` in bench)
	$(GO) test -run '^$$' -bench . -benchmem ./...
	GOFLAGS=-mod=mod $(GO) -C bench run . $(ARGS)

.PHONY: image
image: ## Build the container image
	docker build --build-arg VERSION=$(VERSION) --build-arg COMMIT=$(COMMIT) -t oceanbot:$(VERSION) .

.PHONY: clean
clean: ## Remove what was built
	rm -f bot coverage.out
