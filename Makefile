.PHONY: check format lint types test manifest

check: lint types test

format:
	ruff format .
	ruff check --fix .

lint:
	ruff format --check .
	ruff check .

types:
	mypy

test:
	pytest

manifest:
	python eval/manifest.py corpora
