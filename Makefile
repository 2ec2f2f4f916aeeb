# Everything that is done with this project. Needs only python3 and make; the rest is fetched.
SHELL := /bin/bash
UV_HOME := $(CURDIR)/.uv
UV := $(shell command -v uv 2>/dev/null || echo $(UV_HOME)/bin/uv)
RUN := $(UV) run --frozen

.DEFAULT_GOAL := help
.PHONY: help install run train check test screenshots format clean

help: ## show this
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(UV):
	@echo "Fetching uv …"
	@python3 -m venv $(UV_HOME)
	@$(UV_HOME)/bin/pip install --quiet "uv>=0.9"

install: $(UV) ## fetch Python 3.10 and every library into .venv
	@echo "Installing the libraries (the first time about 2.6 GB, some minutes) …"
	@$(UV) sync --frozen --quiet

run: install ## start everything: page, desk and assistant (trains first when needed)
	@$(RUN) farled run

train: install ## train the model when its inputs have changed
	@$(RUN) farled train

check: install ## what pre-commit and CI check, without a trained model
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) farled check
	$(RUN) pytest -q -m "not rasa and not browser and not processes"

test: check train ## check, then every test: the model, the browser, the three processes
	$(RUN) pytest -q -m "rasa or browser or processes"

screenshots: train ## take the pictures of README.md and docs/desk.md from the running program
	$(RUN) python -m docs.screenshots

format: install ## put the code into shape
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

clean: ## remove what was made here (not the conversations in var/)
	rm -rf .venv .uv models .rasa .mypy_cache .ruff_cache .pytest_cache .hypothesis
