# make serve and make test are all a newcomer needs; README.md explains them.
PYTHON ?= python3
BIN = .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: serve test test-all bench messages lint staff-login guide-pictures check-python clean

serve: .venv/ready .env
	@$(BIN)/python manage.py serve --with-login --with-worker

test: .venv/ready-dev
	@$(BIN)/python -m tests.run

test-all: .venv/ready-dev
	@$(BIN)/python -m tests.run --all

bench: .venv/ready-dev
	@$(BIN)/python -m tests.benchmarks.run
	@$(BIN)/python -m tests.benchmarks.enrolments
	@$(BIN)/python -m tests.benchmarks.appointments
	@$(BIN)/python -m tests.benchmarks.desk

messages: .venv/ready-dev .env
	@$(BIN)/python manage.py messages

lint: .venv/ready-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')

# A new password for the local login, when the first one is lost.
staff-login: .venv/ready .env
	@$(BIN)/python manage.py local_staff_login --new-password

# The pictures of docs/staff-guide anew, after a page of the desk has changed. Wants chromium with its languages
# (Debian: chromium-l10n), for the words of its own buttons.
guide-pictures: .venv/ready-dev
	@$(BIN)/python -m tests.staff_guide

check-python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "The portal needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian: apt install python3-venv"; exit 1; }

.venv/ready: requirements.txt | check-python
	@echo "1/2 Creating the environment in .venv …"
	@$(PYTHON) -m venv .venv
	@echo "2/2 Installing the pinned libraries (one or two minutes the first time) …"
	@$(BIN)/pip install --quiet -r requirements.txt
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	@echo "Installing what the tests need …"
	@$(BIN)/pip install --quiet -r requirements-dev.txt
	@touch $@

.env: | check-python
	@$(PYTHON) -c "import secrets, pathlib; text = pathlib.Path('.env.example').read_text(); pathlib.Path('.env').write_text(text.replace('SECRET_KEY=', 'SECRET_KEY=' + secrets.token_urlsafe(48), 1))"
	@chmod 600 .env
	@echo "Wrote .env with a random SECRET_KEY."

clean:
	rm -rf .venv var static-collected test-results
