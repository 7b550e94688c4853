# Two commands do everything: `make run` and `make test`. The others are for people who work on the code.
PORT ?= 8000
PYTHON ?= python3
BOOT = @command -v $(PYTHON) >/dev/null 2>&1 || { echo "python3 is missing: install Python 3.11 to 3.13 (on Debian or Ubuntu: apt install python3 python3-venv)."; exit 1; }; $(PYTHON) policywiki/operations/bootstrap.py
VENV = .venv/bin
export PORT

.PHONY: run test test-all check bench messages lock clean

run: ## The site with its worker and demo content at http://localhost:$(PORT)
	$(BOOT) requirements.txt && exec $(VENV)/python manage.py serve --port $(PORT)

test: ## Lint, contracts, types, migrations, unit, database and browser tests
	$(BOOT) requirements-dev.txt && $(VENV)/python -m tests.run check fast

test-all: ## The whole imports, kill -9, both databases throughout
	$(BOOT) requirements-dev.txt && $(VENV)/python -m tests.run whole

check: ## The fast part: lint, contracts, types, migrations
	$(BOOT) requirements-dev.txt && $(VENV)/python -m tests.run check

bench: ## The figures of docs/performance.md, measured here
	$(BOOT) requirements-dev.txt && $(VENV)/python -m tests.benchmarks

messages: ## Collect strings for translation (needs gettext)
	$(BOOT) requirements-dev.txt && $(VENV)/python manage.py makemessages --all --no-obsolete --add-location file -i .venv -i var -i tests

lock: ## Renew the locks after changing requirements*.in (needs uv)
	for f in requirements requirements-dev; do uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header $$f.in -o $$f.txt; done

clean: ## Remove the environment and everything written at run time
	rm -rf .venv var
