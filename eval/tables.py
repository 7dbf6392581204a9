"""Put the results of the benchmark into eval/README.md anew: python eval/tables.py."""

from common import PAGE, RESULTS
from vitrans.evaluation.bench.summary import insert_tables, summary
from vitrans.files import read_text, write_text


def main() -> None:
    """Write the tables into the page."""
    write_text(PAGE, insert_tables(read_text(PAGE), summary(RESULTS), str(PAGE)))


if __name__ == "__main__":
    main()
