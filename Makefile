# Everything a developer runs here; `make help` lists it.
# The first use installs what is missing: see .ci/prepare.

MAKEFLAGS += --no-print-directory
.NOTPARALLEL:
# Where it is set, every start of a program would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*/\1/p' Makefile)

compile := .venv/bin/uv pip compile pyproject.toml --quiet --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' Makefile | expand -t 14

run: ## Serve the real city on http://127.0.0.1:8000 (PORT=…); Ctrl-C stops it all
	@.ci/prepare run
	@exec .ci/foreground .venv/bin/citizen up

test: ready ## Run the tests on a throw-away PostgreSQL (ARGS="-k names")
	@.venv/bin/pytest --numprocesses auto --dist worksteal $(ARGS)

check: lint types contracts openapi-check test ## Everything CI runs

ready:
	@.ci/prepare test

proofs: ready ## What CI leaves out: the same more often, in more languages
	@.venv/bin/pytest -m proof --numprocesses auto --dist worksteal $(ARGS)

clients: ready ## Make clients in five languages, and let them call
	@.venv/bin/pytest -m clients $(ARGS)

lint: ready ## Style and formatting
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: ready ## Types, strictly
	.venv/bin/mypy

contracts: ready ## Who may import whom
	.venv/bin/lint-imports

openapi: ready ## Write openapi/citizen-api.json from the code
	.venv/bin/citizen openapi

openapi-check: ready
	.venv/bin/citizen openapi --check

bench: ready ## Measure against the database's own limit and other servers
	.venv/bin/python -m benchmarks

lock: ready ## Take the newest allowed packages into the locks
	$(compile) --upgrade --group build --output-file requirements.lock
	$(compile) --upgrade --group dev --constraint requirements.lock \
		--output-file requirements-dev.lock

clean: ## Delete the environment and the caches; the database in .local stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +
