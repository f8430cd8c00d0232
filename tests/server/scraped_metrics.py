"""The numbers of a process, as Prometheus has them from it, and those of the process of the tests."""

import urllib.request

from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families


def metrics_at(port: int | str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        exposition: str = answer.read().decode()
        return exposition


def counted(exposition: str, name: str, **labels: str) -> float:
    """The sum of the samples that have these labels."""
    return sum(
        sample.value
        for family in text_string_to_metric_families(exposition)
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


def counted_here(name: str, **labels: str) -> float:
    """One sample of this process; 0 where nothing with these labels was counted yet."""
    return REGISTRY.get_sample_value(name, labels) or 0.0
