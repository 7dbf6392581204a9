"""Charts as inline SVG: groups of horizontal bars, as wide as the page is."""

from xml.etree.ElementTree import Element

from vitrans.report.elements import element
from vitrans.report.model import Chart

COLOURS = 8
_LABEL, _BAR, _GAP = 24, 16, 14  # pixels
_WIDEST = 84  # % of the width; the value stands behind the bar


def figure(chart: Chart) -> Element:
    """Return a chart with its legend; widths are in per cent, so text is never scaled."""
    made = element("figure")
    if len(chart.series) > 1:
        made.append(_legend(chart))
    made.append(_bars(chart))
    return made


def _legend(chart: Chart) -> Element:
    items = []
    for number, series in enumerate(chart.series):
        swatch = element("span", class_=f"swatch c{number % COLOURS}", aria_hidden="true")
        items.append(element("li", swatch, series.name))
    return element("ul", *items, class_="legend")


def _bars(chart: Chart) -> Element:
    values = [value for series in chart.series for value in series.values if value is not None]
    scale = _WIDEST / max([value for value in values if value > 0], default=1)
    step = _LABEL + _BAR * len(chart.series) + _GAP
    parts = []
    for place, group in enumerate(chart.groups):
        top = place * step
        parts.append(element("text", group, x="0", y=top + 16, class_="group"))
        for number, series in enumerate(chart.series):
            y = top + _LABEL + number * _BAR
            parts += _bar(series.values[place], scale, y, number % COLOURS)
    label = f"{chart.title}: {chart.unit} of each system in each group; the values are below"
    height = max(1, step * len(chart.groups))
    return element("svg", *parts, width="100%", height=height, role="img", aria_label=label)


def _bar(value: float | None, scale: float, y: int, colour: int) -> list[Element]:
    if value is None:
        return []
    width = f"{max(0.0, value) * scale:.2f}%"
    bar = element("rect", x="0", y=y, width=width, height=_BAR - 3, class_=f"c{colour}")
    text = element("text", f"{value:.1f}", x=width, dx="5", y=y + 11, class_="value")
    return [bar, text]
