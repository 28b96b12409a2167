"""The table of classifiers: every pipeline beside the stock one."""

from __future__ import annotations

import yaml

from bench.nlu import CANDIDATES, STOCK, Measured, rows


def test_every_figure_stands_beside_the_stock_pipelines() -> None:
    # given two pipelines measured
    table = rows(
        {
            STOCK: Measured(0.8, 0.75, 9.0, 12.0, 18.0, 800),
            "ours": Measured(0.88, 0.9, 4.5, 6.0, 9.0, 600),
        }
    )
    # then each figure of ours has that of the stock one for its baseline
    ours = {row.figure: row for row in table if row.figure.startswith("ours: ")}
    assert {name.removeprefix("ours: "): row.ratio for name, row in ours.items()} == {
        "macro-F1, cross-validated": 1.1,
        "macro-F1, held out": 1.2,
        "p50": 0.5,
        "p95": 0.5,
        "import and load": 0.5,
        "memory": 0.75,
    }
    assert {row.better for name, row in ours.items() if "F1" in name} == {"higher"}
    assert {row.better for name, row in ours.items() if "F1" not in name} == {"lower"}
    # and the stock one stands there too, as 1
    assert {row.ratio for row in table if row.figure.startswith(STOCK)} == {1.0}


def test_the_stock_pipeline_has_nothing_of_ours() -> None:
    # given what Rasa itself would give for Chinese
    stock = yaml.safe_load(CANDIDATES[STOCK].read_text(encoding="utf-8"))
    # then the baseline is not made worse or better by a part of ours
    assert not [part["name"] for part in stock["pipeline"] if "assistant." in part["name"]]
    assert stock["pipeline"][-1]["name"] == "DIETClassifier"
