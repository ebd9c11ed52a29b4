"""Draws the results of a run: messages a second and CPU time for each message, on one core.

usage: chart.py ALL_JSON      prints an SVG
"""

import html
import json
import statistics
import sys

WIDTH, LEFT, ROW, TOP = 860, 330, 26, 84
COLOURS = {"baseline": "#9aa5b1", "library": "#0b6bcb", "peer": "#d9a441"}
PEERS = {"oneAtATime": "one at a time", "inFlight64": "64 in flight"}


def median(pair, name, figure):
    return statistics.median(pair[name][figure])


def bars(results):
    """Label, kind, messages a second, CPU microseconds of a message."""
    for pair, baseline, library in (("blocking", "libcurl alone, one handle", "this library, blocking"),
                                 ("async", "libcurl alone, curl_multi, 64 in flight", "this library, 64 in flight")):
        for name, kind, label in (("bare", "baseline", baseline), ("library", "library", library)):
            runs = results["one-core"][pair]
            yield (label, kind, median(runs, name, "requestsPerSecond"), median(runs, name, "cpuMicroseconds"))
    for peer in results.get("peers", []):
        for how, words in PEERS.items():
            if how in peer:
                label = f"{peer['name']} SDK {peer['version']}, {words}"
                yield label, "peer", peer[how]["requestsPerSecond"], peer[how]["cpuMicroseconds"]


def text(x, y, words, size=13, anchor="start", weight="normal"):
    return (f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}">'
            f"{html.escape(words)}</text>")


def main():
    with open(sys.argv[1]) as file:
        results = json.load(file)
    rows = list(bars(results))
    most = max(speed for _, _, speed, _ in rows)
    height = TOP + ROW * len(rows) + 34
    room = WIDTH - LEFT - 190
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
             'font-family="system-ui, sans-serif" fill="#1f2933">',
             f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
             text(16, 28, "Messages a second", 18, weight="600"),
             text(16, 50, "SendToAll of 64 bytes to a server that accepts at once, HTTP/1.1 on loopback; "
                          "client and server share one core.")]
    for i, (label, kind, speed, cpu) in enumerate(rows):
        y = TOP + ROW * i
        length = max(1, room * speed / most)
        parts.append(text(LEFT - 10, y + 14, label, anchor="end"))
        parts.append(f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{ROW - 8}" rx="2" fill="{COLOURS[kind]}"/>')
        parts.append(text(round(LEFT + length + 8), y + 14, f"{speed:,.0f}  ({cpu:,.0f} µs CPU each)", 12))
    parts.append(text(16, height - 12, ", ".join([results["machine"]["cpu"], *results["machine"]["versions"]]), 11))
    parts.append("</svg>")
    print("\n".join(parts))


if __name__ == "__main__":
    main()
