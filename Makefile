# `make lab` opens the lessons, `make test` proves them, `make help` lists the rest.
PYTHON ?= python3
IN_VENV := .venv/bin/python
INSTALL := sh tools/venv.sh install -c requirements.lock

# What would import or install elsewhere stays out; a mirror or proxy set for pip still counts.
unexport PYTHONHOME PYTHONPATH PYTHONSTARTUP VIRTUAL_ENV
unexport PIP_CONSTRAINT PIP_NO_DEPS PIP_PREFIX PIP_REQUIREMENT PIP_ROOT PIP_TARGET
unexport UV_CONSTRAINT UV_DEFAULT_INDEX UV_EXTRA_INDEX_URL UV_FIND_LINKS UV_INDEX UV_INDEX_URL UV_OVERRIDE
export PIP_USER := 0

# The learner's own settings of Jupyter, IPython and matplotlib count nowhere: they could hide the
# lessons, or show in what is stored or compared. And HOME need not be writable.
unexport MATPLOTLIBRC $(filter JUPYTER%,$(.VARIABLES))
export JUPYTER_CONFIG_DIR := $(CURDIR)/.venv/jupyter
export JUPYTER_DATA_DIR := $(CURDIR)/.venv/jupyter
export IPYTHONDIR := $(CURDIR)/.venv/ipython
export MPLCONFIGDIR := $(CURDIR)/.venv/matplotlib
# Jupyter insists on permissions; where README may be run, as on a Windows drive, files have none.
export JUPYTER_ALLOW_INSECURE_WRITES := $(shell test -x README.md && echo 1)
# A browser of Windows cannot open the file that would lead it to the server inside WSL.
NO_FILE_IN_WSL := $(shell echo "$$WSL_DISTRO_NAME $$(uname -r)" | grep -Eq '^[^ ]|[Mm]icrosoft' && \
	echo --ServerApp.use_redirect_file=False)

# A .venv that is broken, half made, or copied from another folder is made anew.
ifneq ($(shell sh tools/venv.sh check && echo usable),usable)
.PHONY: .venv/pyvenv.cfg
endif

.PHONY: help lab test lesson browser notebooks site serve site-test bench mutants check address lock clean
help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## /make \1	/p' Makefile | expand -t 16

lab: .venv/lab ## open the lessons in JupyterLab
	$(IN_VENV) -m jupyterlab `[ $$(id -u) != 0 ] || echo --allow-root` $(NO_FILE_IN_WSL) \
		--ServerApp.root_dir="$$PWD" --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb

test: .venv/test ## run every test, and every notebook against its stored outputs
	$(IN_VENV) -m pytest -n logical --dist loadscope --ignore tests/test_jupyterlab.py --ignore tests/test_site.py

lesson: .venv/test ## prove one lesson while it is edited: LESSON=03
	$(IN_VENV) -m pytest notebooks/$(or $(LESSON),$(error Which? make lesson LESSON=03))_*.ipynb \
		tests/test_notebooks.py tests/test_exercises*.py tests/test_plots*.py \
		-k '$(LESSON)_ or lesson$(LESSON) or plots_$(LESSON) or [$(LESSON)] or [$(LESSON:0%=%)] or [$(LESSON:0%=%). or agree[stored] or agree[links]'

browser: .venv/test ## run every lesson in a real JupyterLab, in a headless Chromium
	$(IN_VENV) -m pytest tests/test_jupyterlab.py

notebooks: .venv/lab ## run the notebooks and store what they print; LESSON=03 does one
	$(IN_VENV) tools/notebooks.py $(LESSON)

site: .venv/site ## build the pages and the JupyterLite into build/site
	.venv/site/bin/python tools/build_site.py

site-test: site .venv/test ## build the site, and try it in a headless Chromium
	$(IN_VENV) -m pytest -n 2 tests/test_site.py

serve: site ## show the site on http://127.0.0.1:8000
	.venv/site/bin/python -m http.server --bind 127.0.0.1 --directory build/site 8000

bench: .venv/test ## measure speed, digits and memory beside other libraries
	$(IN_VENV) benchmarks/checks.py
	$(IN_VENV) benchmarks/bench.py

mutants: .venv/test .venv/mutants ## break lessonlib in small ways: does a test see each?
	.venv/bin/mutmut run
	.venv/bin/mutmut results

check: .venv/check ## lint code, notebooks, spelling and workflows
	$(IN_VENV) -m ruff check
	$(IN_VENV) -m ruff format --check
	.venv/bin/codespell
	.venv/bin/zizmor --offline .github
	.venv/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	.venv/bin/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	.venv/bin/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/*.yml
	.venv/bin/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff
	@if command -v actionlint >/dev/null; then actionlint; else echo "actionlint is not installed: left out"; fi

address: ## point every link at your repository; REPO=owner/name, or git's origin
	@'$(PYTHON)' tools/address.py $(REPO)

lock: .venv/check ## write requirements.lock anew, with the newest versions that fit
	$(IN_VENV) -m uv pip compile --quiet --upgrade --universal --python-version 3.10 \
		--fork-strategy fewest --no-annotate --no-emit-package lessonlib \
		--custom-compile-command 'make lock' --all-extras \
		--output-file requirements.lock requirements.txt pyproject.toml

clean: ## remove .venv and what the tools cached
	rm -rf .venv build .tox .pytest_cache .ruff_cache .hypothesis mutants

.venv/lab: .venv/pyvenv.cfg requirements.txt requirements.lock pyproject.toml
	@echo "Installing the lessons into .venv: a minute or two, this once."
	@$(INSTALL) -r requirements.txt && touch $@

.venv/test .venv/mutants .venv/check: .venv/%: .venv/lab
	@echo "Installing what 'make $*' needs: a minute or so, this once."
	@$(INSTALL) -e '.[$*]' && touch $@

# An environment of its own: JupyterLite's extensions would show in `make lab`.
.venv/site: .venv/pyvenv.cfg requirements.lock pyproject.toml
	@echo "Installing what builds the site into .venv/site: a minute or two, this once."
	@$(IN_VENV) -m venv $@
	@$@/bin/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[site]'
	@touch $@

.venv/pyvenv.cfg:
	@sh tools/venv.sh '$(PYTHON)'
