# `make help` lists the targets. Everything is installed into this folder, from the two locks.

PROFILE ?= ci
PROTOCOL ?=
SEED ?= 0
PROCESSES ?= $(shell getconf _NPROCESSORS_ONLN)
TRACE ?=
TOOL ?= foundry
CORPUS ?=
PRESET ?= ci

BIN := .venv/bin
LOCKSTEP := $(BIN)/python -m lockstep
CHOICE := --profile $(PROFILE) --seed $(SEED) --processes $(PROCESSES) $(if $(PROTOCOL),--protocol $(PROTOCOL))
OWN_LINTERS := $(patsubst tools/%.py,tools.%,$(wildcard tools/*lint*.py))

.DEFAULT_GOAL := help
.PHONY: help setup verify test fuzz prove explore mutants coverage corpus minimise replay doctor engines manticore slither slither-corpus lint format bench gas report lock clean

help: ## List the targets and the variables
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  PROFILE=quick|ci|deep  PROTOCOL=name  SEED=number  PROCESSES=number  TRACE=path (replay)  PRESET=tiny|ci|deep (explore)"

setup: ## Install everything into .venv and node_modules; does nothing the second time
	@sh tools/setup.sh

verify: setup ## Run every engine on every protocol and print one table of evidence
	@$(LOCKSTEP) verify $(CHOICE)

test: setup ## Run our own tests and every counterexample ever found
	@$(BIN)/python -m pytest -n 2 tests

fuzz: setup ## Search with the lockstep engine alone
	@$(LOCKSTEP) fuzz $(CHOICE)

prove: setup ## Prove the specification for any number of records and any amounts
	@$(LOCKSTEP) prove $(if $(PROTOCOL),--protocol $(PROTOCOL))

explore: setup ## Search every interleaving of a small configuration (PRESET=tiny|ci|deep)
	@$(LOCKSTEP) explore $(PRESET) --processes $(PROCESSES) $(if $(PROTOCOL),--protocol $(PROTOCOL))

mutants: setup ## Write every fault into the specification that a program can think of, and see who notices
	@$(LOCKSTEP) mutants --seed $(SEED) --processes $(PROCESSES) $(if $(PROTOCOL),--protocol $(PROTOCOL))

coverage: setup ## Say which lines and branches of the contracts lockstep reaches, and write LCOV
	@$(LOCKSTEP) coverage --seed $(SEED) $(if $(PROTOCOL),--protocol $(PROTOCOL))

corpus: setup ## Write new runs of lockstep as a corpus (TOOL=echidna|medusa|foundry)
	@$(LOCKSTEP) corpus export $(TOOL) --seed $(SEED) $(if $(PROTOCOL),--protocol $(PROTOCOL))

minimise: setup ## Keep the smallest part of the corpus at CORPUS=path that reaches the same
	@$(if $(CORPUS),$(LOCKSTEP) corpus minimise $(CORPUS),echo "minimise: say which corpus with CORPUS=path." >&2; exit 2)

replay: setup ## Replay the counterexample at TRACE=path, step by step
	@$(if $(TRACE),$(LOCKSTEP) replay $(TRACE),echo "replay: say which counterexample with TRACE=path." >&2; exit 2)

doctor: ## Say what is installed, what is missing and what that costs
	@test -x $(BIN)/python || sh tools/setup.sh
	@$(LOCKSTEP) doctor

engines: setup ## Say which engines are here, and what each can check
	@$(LOCKSTEP) engines

manticore: setup ## Install Manticore into an environment of its own, for profile deep
	@sh tools/manticore/setup.sh

slither: setup ## Read the contracts with Slither's detectors and with ours
	@$(LOCKSTEP) slither $(if $(PROTOCOL),--protocol $(PROTOCOL))

slither-corpus: setup ## Run our detectors over published packages, and write the table of judged findings
	@$(BIN)/python -m analysis.slither.corpus

lint: setup ## Check style, types, the rules of the specification and the Solidity format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@for linter in $(OWN_LINTERS); do $(BIN)/python -m $$linter || exit 1; done
	@sh tools/check_solidity_format.sh --check

format: setup ## Format Python and Solidity in place
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@sh tools/check_solidity_format.sh

bench: setup ## Measure calls per second of lockstep and states per second of exploration
	@$(BIN)/python -m fuzz.bench
	@$(BIN)/python -m analysis.explore.bench

gas: setup ## Print the exact gas of calls on a node beside the documented targets
	@$(BIN)/python -m tools.gas_report

report: setup ## Render the reports again from the evidence of the last run
	@$(LOCKSTEP) report

lock: setup ## Resolve requirements.in and package.json anew and write both locks
	@$(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.lock requirements.in
	@npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund

clean: ## Remove build/ and every cache; what is installed stays
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './.venv/*' -not -path './node_modules/*' -prune -exec rm -rf {} +
