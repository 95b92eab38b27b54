# The commands of the project. `make run` and `make test` need Python 3.11+, Node 20+ and make, nothing else.

PYTHON ?= python3
BIN := .venv/bin
WEB := frontend
STAMP := .plumbline/.stamp

.DEFAULT_GOAL := help
.PHONY: help run test setup build check contract bench shots clean

help: ## List the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: setup $(WEB)/dist/index.html ## Set up, migrate, load the demonstration council, serve on loopback
	@$(BIN)/plumbline run

test: setup $(WEB)/dist/index.html check ## Everything: house rules, API, front end, contract, a browser journey
	$(BIN)/plumbline contract --check
	$(BIN)/pytest -q -n auto --dist loadfile --no-loadscope-reorder
	cd $(WEB) && npm test --silent
	cd $(WEB) && npm run --silent budget
	$(BIN)/python -m tests.browser

check: setup ## Format, lint and types, on both sides
	$(BIN)/ruff format --check api tests migrations openapi/senders
	$(BIN)/ruff check api tests migrations openapi/senders
	$(BIN)/mypy
	cd $(WEB) && npm run --silent lint && npm run --silent types

contract: setup ## Write openapi/openapi.json and the front end's types from the application
	$(BIN)/plumbline contract
	cd $(WEB) && npm run --silent api

bench: setup ## Measure speed as ratios within one run; prints JSON
	$(BIN)/python -m tests.bench

shots: setup $(WEB)/dist/index.html ## Take the pictures of every screen into .plumbline/shots
	$(BIN)/python -m tests.browser --shots

setup: $(STAMP)-python $(STAMP)-web ## Install the pinned dependencies

$(STAMP)-python: requirements-dev.lock pyproject.toml
	@mkdir -p .plumbline
	@test -x $(BIN)/python || { echo "Making the Python environment ..."; $(PYTHON) -m venv .venv; }
	@echo "Installing the pinned Python packages ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMP)-web: $(WEB)/package-lock.json $(WEB)/package.json
	@mkdir -p .plumbline
	@echo "Installing the pinned front-end packages ..."
	@cd $(WEB) && npm ci --silent --ignore-scripts
	@touch $@

$(WEB)/dist/index.html: $(STAMP)-web $(shell find $(WEB)/src $(WEB)/public $(WEB)/*.html $(WEB)/vite.config.js -type f 2>/dev/null)
	@echo "Building the front end ..."
	@cd $(WEB) && npm run --silent build -- --logLevel warn
	@touch $@

clean: ## Remove what was built and installed; the data under .plumbline/postgres stays
	rm -rf .venv $(WEB)/node_modules $(WEB)/dist $(STAMP)-*
