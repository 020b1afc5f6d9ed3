# make serve and make test are all a newcomer needs; README.md explains them.
PYTHON ?= python3
BIN = .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# What .venv was made by and from: the Python and the pins. When they change, these names do, and .venv is made anew.
state = $(shell $(PYTHON) -c 'import hashlib, pathlib, platform; print(platform.python_version(), hashlib.sha256(pathlib.Path("$(1)").read_bytes()).hexdigest()[:12], sep="-")' 2>/dev/null)
READY := .venv/ready-$(call state,requirements.txt)
READY_DEV := .venv/ready-dev-$(call state,requirements-dev.txt)

.PHONY: serve test test-all bench messages lint pins staff-login guide-pictures check-python clean

serve: $(READY) .env
	@$(BIN)/python manage.py serve --with-login --with-worker

test: $(READY_DEV)
	@$(BIN)/python -m tests.run

test-all: $(READY_DEV)
	@$(BIN)/python -m tests.run --all

bench: $(READY_DEV)
	@$(BIN)/python -m tests.benchmarks.run
	@$(BIN)/python -m tests.benchmarks.enrolments
	@$(BIN)/python -m tests.benchmarks.appointments
	@$(BIN)/python -m tests.benchmarks.desk

messages: $(READY_DEV) .env
	@$(BIN)/python manage.py messages

lint: $(READY_DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	@$(BIN)/djhtml --check --tabwidth 2 $$(git ls-files 'templates/*.html')

# Which versions are installed, worked out anew from pyproject.toml for the oldest Python that it promises. What is pinned
# stays where it still fits; UPGRADE=--upgrade takes the newest of everything.
RESOLVE = $(BIN)/uv pip compile pyproject.toml --python-version $(OLDEST_PYTHON) --universal --fork-strategy fewest \
	--generate-hashes --system-certs --quiet
pins: OLDEST_PYTHON = $(shell $(PYTHON) -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["requires-python"][2:])')
pins: export UV_CUSTOM_COMPILE_COMMAND = make pins, for Python $(OLDEST_PYTHON)
pins: $(READY_DEV)
	@$(RESOLVE) $(UPGRADE) --output-file requirements.txt >/dev/null
	@$(RESOLVE) $(UPGRADE) --group dev --constraint requirements.txt --output-file requirements-dev.txt >/dev/null

# A new password for the local login, when the first one is lost.
staff-login: $(READY) .env
	@$(BIN)/python manage.py local_staff_login --new-password

# The pictures of docs/staff-guide anew, after a page of the desk has changed. Wants chromium with its languages
# (Debian: chromium-l10n), for the words of its own buttons.
guide-pictures: $(READY_DEV)
	@$(BIN)/python -m tests.staff_guide

check-python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "The portal needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian: apt install python3-venv"; exit 1; }

$(READY): | check-python
	@echo "1/2 Creating the environment in .venv …"
	@$(PYTHON) -m venv --clear .venv
	@echo "2/2 Installing the pinned libraries (one or two minutes the first time) …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(READY_DEV): $(READY)
	@echo "Installing what the tests need …"
	@rm -f .venv/ready-dev-*
	@$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

.env: | check-python
	@$(PYTHON) -c "import secrets, pathlib; text = pathlib.Path('.env.example').read_text(); pathlib.Path('.env').write_text(text.replace('SECRET_KEY=', 'SECRET_KEY=' + secrets.token_urlsafe(48), 1))"
	@chmod 600 .env
	@echo "Wrote .env with a random SECRET_KEY."

clean:
	rm -rf .venv var static-collected test-results
