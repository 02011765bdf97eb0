# Civicline: `make run` and `make test` need Python >= 3.11 and make, and nothing else.
PYTHON ?= python3
STAGE ?= dev
N ?= 20000
SEED ?= 1
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test check chaos bench bench-classifier package layer pictures lock clean
.DEFAULT_GOAL := help

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-17s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Civicline needs Python >= 3.11; this is %d.%d. Set PYTHON=/path/to/python3.11" % sys.version_info[:2])'
	@echo "Setting up the environment in $(VENV) (about a minute, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes --requirement requirements/dev.lock
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: $(VENV)/.installed ## Run the whole of Civicline on this machine; Ctrl-C ends it
	@$(BIN)/python -m tools.local

test: check ## Everything that CI runs
	@$(BIN)/python -m layers.classifier.build --target host
	@$(BIN)/pytest --cov --cov-report=term

check: $(VENV)/.installed ## Format, lint, types, import rules
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

chaos: $(VENV)/.installed ## The whole flow under faults: N=1000000 messages, SEED=7; writes build/chaos.json
	@$(BIN)/python -m tools.chaos --messages $(N) --seed $(SEED) $(ARGUMENTS)

bench: $(VENV)/.installed ## The benchmarks; writes build/bench.json
	@$(BIN)/python -m tools.bench

bench-classifier: $(VENV)/.installed ## The classifier against peers and aims; writes build/bench-classifier.json
	@$(BIN)/python -m tools.bench_classifier $(ARGUMENTS)

package: $(VENV)/.installed ## Template, zip and layer for AWS in build/package/$(STAGE); STAGE=dev or prod
	@$(BIN)/python -m tools.package --stage $(STAGE)

layer: $(VENV)/.installed ## Build the classifier layer for Lambda (arm64, x86-64) and for this machine
	@$(BIN)/python -m layers.classifier.build --target host
	@$(BIN)/python -m layers.classifier.build --target lambda
	@$(BIN)/python -m layers.classifier.build --target lambda-x86_64

pictures: $(VENV)/.installed ## The pictures in docs/images, taken anew
	@$(BIN)/python -m tools.pictures

lock: $(VENV)/.installed ## Resolve the requirements anew and write the locks
	@$(BIN)/python -m tools.lock

clean: ## Remove what was built; the environment stays
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
