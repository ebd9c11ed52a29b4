"""Draws the results of a run: messages a second and CPU time for each message, on one core; and the time of a fan-out
over a distance, if the run has measured .NET's too.

usage: chart.py ALL_JSON      prints an SVG
"""

import html
import json
import statistics
import sys

WIDTH, LEFT, ROW, TOP = 860, 330, 26, 84
ROOM = WIDTH - LEFT - 190
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
                label = f"{peer['name']} {peer['version']}, {words}"
                yield label, "peer", peer[how]["requestsPerSecond"], peer[how]["cpuMicroseconds"]


def distance_bars(results):
    """Label, kind, milliseconds."""
    for scheme, rounds in results.get("fan-out", {}).items():
        rounds = [each for each in rounds if each["dotnet"]]
        if not rounds:
            continue
        for how in ("cold", "warm"):
            for name, kind, label in (("library", "library", "this library"), ("dotnet", "peer", ".NET pipeline")):
                yield f"{label}, {scheme}, {how}", kind, statistics.median(each[name][how] for each in rounds)


def text(x, y, words, size=13, anchor="start", weight="normal"):
    return (f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}">'
            f"{html.escape(words)}</text>")


def panel(top, title, subtitle, bars):
    """Parts of an SVG. A bar is a label, a kind, a length and what is written behind it."""
    parts = [text(16, top, title, 18, weight="600"), text(16, top + 22, subtitle)]
    most = max(length for _, _, length, _ in bars)
    for i, (label, kind, length, words) in enumerate(bars):
        y = top + TOP - 28 + ROW * i
        width = max(1, ROOM * length / most)
        parts.append(text(LEFT - 10, y + 14, label, anchor="end"))
        parts.append(f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{ROW - 8}" rx="2" fill="{COLOURS[kind]}"/>')
        parts.append(text(round(LEFT + width + 8), y + 14, words, 12))
    return parts


def main():
    with open(sys.argv[1]) as file:
        results = json.load(file)
    sends = [(label, kind, speed, f"{speed:,.0f}  ({cpu:,.0f} µs CPU each)")
             for label, kind, speed, cpu in bars(results)]
    parts = panel(28, "Messages a second", "SendToAll of 64 bytes to a server that accepts at once, HTTP/1.1 on "
                                           "loopback; client and server share one core.", sends)
    height = TOP + ROW * len(sends) + 8
    fan_outs = [(label, kind, time, f"{time:,.0f} ms") for label, kind, time in distance_bars(results)]
    if fan_outs:
        parts += panel(height + 28, "Time of 5,000 sends to users (less is better)",
                       "To a server that waits 40 ms before each response; default options; cold: the first of its "
                       "process.", fan_outs)
        height += TOP + ROW * len(fan_outs) + 8
    height += 26
    print("\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="system-ui, sans-serif" fill="#1f2933">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>', *parts,
        text(16, height - 12, ", ".join([results["machine"]["cpu"], *results["machine"]["versions"]]), 11), "</svg>"]))


if __name__ == "__main__":
    main()
