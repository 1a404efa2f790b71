"""`bareme portfolio`: many acts from a file to a file, and synthetic portfolios."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path

from bareme.cli.asking import registry_of
from bareme.cli.output import print_json
from engine.language import codes
from simulator.scenario import refusal


def run(arguments: Namespace) -> int:
    missing = [name for name in ("numpy", "pyarrow") if find_spec(name) is None]
    if missing:
        raise refusal(
            codes.WRONG_SHAPE, f"this needs {' and '.join(missing)}", "install `bareme[columns]`", "portfolio"
        )
    return _synth(arguments) if arguments.task == "synth" else _run(arguments)


def _synth(arguments: Namespace) -> int:
    import pyarrow.parquet as pq

    from simulator.portfolio.synthetic import batches

    if arguments.rows < 1:
        raise refusal(codes.WRONG_SHAPE, "a portfolio has at least one row", "--rows 1000", "--rows")
    registry = registry_of(arguments)
    countries = arguments.countries.split(",") if arguments.countries else list(registry.codes())
    out = Path(arguments.out)
    writer = None
    for batch in batches(registry, countries, arguments.rows, arguments.seed):
        writer = writer or pq.ParquetWriter(out, batch.schema, compression="zstd")
        writer.write_batch(batch)
    if writer is not None:
        writer.close()
    sys.stderr.write(f"{arguments.rows:,} acts in {out}. Their mix is assumed.\n")
    return 0


def _run(arguments: Namespace) -> int:
    from simulator.portfolio.job import prepared, run_job
    from simulator.portfolio.progress import Progress

    registry = registry_of(arguments)
    if arguments.explain_row is not None:
        return _explain(arguments)
    if not arguments.out:
        raise refusal(codes.MISSING_KEY, "say where the results go", "--out results.parquet", "--out")
    columns = [name.strip() for name in arguments.columns.split(",")] if arguments.columns else []
    job = prepared(
        registry, Path(arguments.acts), Path(arguments.out), provisional=arguments.provisional, columns=columns
    )
    progress = Progress(sys.stderr)
    began = time.monotonic()
    try:
        summary = run_job(job, progress)
    finally:
        progress.close()
    seconds = time.monotonic() - began
    left_aside = summary.rows - summary.computed
    if arguments.json:
        print_json(
            {
                "schema": "bareme.portfolio/1",
                "rows": summary.rows,
                "computed": summary.computed,
                "set_aside": left_aside,
                "results": str(job.out),
                "reasons": str(summary.aside) if summary.aside is not None else None,
            }
        )
    sys.stderr.write(f"{summary.computed:,} of {summary.rows:,} rows computed in {seconds:.1f} s: {job.out}\n")
    if summary.aside is not None:
        sys.stderr.write(f"{left_aside:,} rows set aside, each with its reason: {summary.aside}\n")
    return 1 if left_aside else 0


def _explain(arguments: Namespace) -> int:
    from simulator.evidence import Evidence
    from simulator.explaining import explanation
    from simulator.portfolio.one_row import one_row

    registry = registry_of(arguments)
    done = one_row(registry, Path(arguments.acts), arguments.explain_row, provisional=arguments.provisional)
    line = arguments.line or next(
        (name for name in ("net_pay", "rights.net") if name in done.values), done.program.values[-1]
    )
    if line not in done.values:
        raise refusal(
            codes.UNKNOWN_NAME, f"this act has no `{line}`", f"it has: {', '.join(done.program.values)}", "--line"
        )
    data = explanation(Evidence(done), line)
    if arguments.json:
        print_json(data)
        return 0
    from bareme.text.language import Language
    from bareme.text.tree import tree

    sys.stdout.write(tree(data, done.country.pack, Language("en"), 20))
    return 0
