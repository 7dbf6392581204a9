.PHONY: check format lint types test light corpora coverage build manifest screens

check: lint types test

format:
	ruff format .
	ruff check --fix .

lint:
	ruff format --check .
	ruff check .

types:
	mypy

# All tests, in two processes; plain `pytest` leaves out the slow ones and the details of corpora/.
test:
	pytest -m '' -n 2 --dist loadfile

light:
	pytest -m 'not torch and not slow and not browser and not corpora'

# All that corpora/README.md promises of the texts.
corpora:
	pytest -m '' tests/test_corpora.py tests/test_corpora_cases.py

coverage:
	pytest -m '' --cov --cov-report=term --cov-report=html

build:
	python -m build

manifest:
	python eval/manifest.py corpora

# The pictures in docs/guides/server.md, made by the tests of the page.
screens:
	VITRANS_SCREENS=docs/guides/screens pytest -m browser tests/test_page_screens.py
