# make lab   sets everything up and opens the workshop (NO_BROWSER=1 only serves it)
# make test  sets everything up and runs all tests
# make site  builds the lessons as a static site that needs no server (needs node and npm too)
# All need nothing but Python 3.11 or newer; uv is used when it is there. On Windows: see README.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

ifneq ($(UV),)
make_venv = uv venv --quiet --allow-existing --python '>=3.11' $(VENV)
install = uv pip install --quiet --python $(BIN)/python
else
make_venv = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "informint needs Python 3.11 or newer; make PYTHON=python3.x names another")' && $(PYTHON) -m venv $(VENV)
install = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.PHONY: lab test site publish pins clean

lab: $(VENV)/lab.ok
	$(BIN)/informint lab $(if $(DIR),"$(DIR)") $(if $(NO_BROWSER),--no-browser)

test: $(VENV)/test.ok
	$(BIN)/python tools/run_tests.py

# Into build/site, in an environment of its own.
site: VENV := .cache/site
site: BIN := .cache/site/bin
site: .cache/site/site.ok
	$(BIN)/python deploy/site/build.py build/site

# Runs the lessons and brings them into the state the tests ask for.
publish: $(VENV)/test.ok
	$(BIN)/python -m informint.notebooks notebooks

# Writes the pinned requirements anew from pyproject.toml (needs uv).
pins:
	uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --extra lab pyproject.toml -o requirements/lab.txt
	uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --extra test pyproject.toml -o requirements/test.txt
	uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate requirements/site.in -o requirements/site.txt
	uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --extra lab pyproject.toml requirements/hub.in -o requirements/hub.txt
	uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --extra lab pyproject.toml requirements/elsewhere.in -o requirements/elsewhere.txt

clean:
	rm -rf $(VENV)

$(VENV)/lab.ok: pyproject.toml requirements/lab.txt
	$(make_venv)
	$(install) -r requirements/lab.txt
	$(install) --no-deps --editable .
	touch $@

$(VENV)/test.ok: pyproject.toml requirements/test.txt
	$(make_venv)
	$(install) -r requirements/test.txt
	$(install) --no-deps --editable .
	touch $@

.cache/site/site.ok: requirements/site.txt
	$(make_venv)
	$(install) -r requirements/site.txt
	touch $@
