# Backprop Playground. `make` alone lists the targets.

# The Python that makes the virtual environment: make PYTHON=python3.12 run
PYTHON ?= python3
# Options for pytest: make test PYTEST_ARGS="-x"
PYTEST_ARGS ?=
# Options for streamlit run: make run RUN_ARGS="--server.port 8600"
RUN_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest
# One process a core. Each takes tests that follow each other, so that what a file's tests share, such as
# a server, is made once.
PARALLEL := -n auto --dist worksteal
# Twice quiet: errors are shown, progress and warnings are not.
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
# Exactly one version, so that the comparison is with the same numbers everywhere.
TORCH_VERSION := 2.13.0

# The linter and formatter of the scripts, which npx fetches where Node is installed.
BIOME := npx --yes @biomejs/biome@2.6.8

# How many processes `make serve` runs, and on which port and address it is reached.
WORKERS ?= 2
PORT ?= 8501
ADDRESS ?= 127.0.0.1

# For how long `make fuzz` goes on, and a part of the readers' names: empty for all.
SECONDS ?= 600
ONLY ?=

# Each stamp is newer than the files it depends on when that set is installed.
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
SERVE_STAMP := $(VENV)/.installed-serve
TORCH_STAMP := $(VENV)/.installed-torch-$(TORCH_VERSION)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run serve test test-torch test-nightly test-slow fuzz lint types format bench screenshot clean clean-all browser nginx

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(RUN_STAMP) ## Install what the app needs, then start it
	$(BIN)/python -m streamlit run app.py $(RUN_ARGS)

serve: $(SERVE_STAMP) nginx ## Run several processes behind nginx: make serve WORKERS=4 PORT=8501
	@WORKERS=$(WORKERS) PORT=$(PORT) ADDRESS=$(ADDRESS) PYTHON=$(BIN)/python hosting/serve.sh

test: ## Install what the tests need, then run lint, types and all tests without PyTorch
	@$(MAKE) --no-print-directory -j3 lint types browser
	$(PYTEST) --ignore=tests/e2e -m "not nightly and not torch" $(PARALLEL) $(PYTEST_ARGS)
	$(PYTEST) tests/e2e -m "not alone and not nightly" $(PARALLEL) $(PYTEST_ARGS)
	$(PYTEST) tests/e2e -m "alone and not nightly" $(PYTEST_ARGS)

test-torch: $(TORCH_STAMP) ## Install PyTorch, then compare the engine with it
	$(PYTEST) tests/core tests/playground -m "torch and not nightly" $(PARALLEL) $(PYTEST_ARGS)

test-nightly: browser $(TORCH_STAMP) ## Run the long tests: thousands of random cases, all pages in a browser
	$(PYTEST) -m nightly $(PARALLEL) $(PYTEST_ARGS)

test-slow: browser ## Run the browser tests with pages three times slower, then over a slow link
	CPU_SLOWDOWN=3 $(PYTEST) tests/e2e -m "not nightly" $(PYTEST_ARGS)
	LINK_GAP=15 $(PYTEST) tests/e2e -m "not nightly" $(PYTEST_ARGS)

fuzz: $(DEV_STAMP) ## Feed every reader odd input: make fuzz SECONDS=600 ONLY=table
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) --only "$(ONLY)"

lint: $(DEV_STAMP) ## Check style and formatting; that of the scripts where Node is installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	@if command -v npx >/dev/null; then echo "$(BIOME) check"; $(BIOME) check --error-on-warnings; fi

types: $(DEV_STAMP) ## Check types, strictly
	$(BIN)/mypy

format: $(DEV_STAMP) ## Fix what can be fixed by itself and format the code
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	@if command -v npx >/dev/null; then $(BIOME) check --write; fi

bench: browser $(TORCH_STAMP) ## Run the benchmarks
	$(BIN)/python -m benchmarks

screenshot: browser ## Take the screenshots
	$(BIN)/python scripts/screenshot.py

clean: ## Remove caches and generated files
	rm -rf .pytest_cache .hypothesis .mypy_cache .ruff_cache test-results
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

clean-all: clean ## Remove the virtual environment too
	rm -rf $(VENV)

# A half-made environment has no pip, so pip is the sign that it is whole. Debian keeps
# the part that makes environments in a package of its own.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is missing or older than 3.11: install a newer one, or name one with PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  if [ -f /etc/debian_version ] && [ "$$(id -u)" = 0 ]; then \
	    echo "Installing python3-venv"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null; \
	  else \
	    echo "$(PYTHON) cannot make virtual environments: install its venv module (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; \
	  fi
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements.txt | $(BIN)/pip
	@echo "Installing what the app needs (about a minute the first time)"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt requirements.txt | $(BIN)/pip
	@echo "Installing what the tests and checks need (about a minute the first time)"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@ $(RUN_STAMP)

$(SERVE_STAMP): hosting/requirements.txt $(RUN_STAMP)
	@$(PIP_INSTALL) -r hosting/requirements.txt
	@touch $@

$(TORCH_STAMP): $(DEV_STAMP)
	@echo "Installing PyTorch $(TORCH_VERSION) (a large download)"
	@$(PIP_INSTALL) torch==$(TORCH_VERSION)
	@touch $@

nginx:
	@command -v nginx >/dev/null || \
	  if [ "$$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then \
	    echo "Installing nginx"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nginx-light >/dev/null; \
	  else \
	    echo "make serve needs nginx on the PATH (on Debian: sudo apt install nginx-light)" >&2; exit 1; \
	  fi

# The browser tests drive the system's Chromium through Playwright, whose own program needs
# libatomic: a bare Debian has neither.
browser: $(DEV_STAMP)
	@{ command -v chromium && $(BIN)/playwright --version; } >/dev/null 2>&1 || \
	  if [ "$$(id -u)" = 0 ] && grep -qsx ID=debian /etc/os-release; then \
	    echo "Installing chromium and libatomic1"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium libatomic1 >/dev/null; \
	  else \
	    echo "The browser tests need a program called chromium on the PATH, and libatomic." >&2; \
	    echo "Install them (on Debian: sudo apt install chromium libatomic1)." >&2; \
	    echo "All other tests run without: $(BIN)/python -m pytest -m 'not e2e'" >&2; exit 1; \
	  fi
