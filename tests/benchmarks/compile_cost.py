"""Measures how long the umbrella header takes to compile, compared with its standard headers alone.

usage: compile_cost.py COMPILER INCLUDE_FOLDER      prints a JSON object
"""

import json
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 9
UMBRELLA = "azure/messaging/webpubsub.hpp"


def includes_of(header):
    """The headers that a header includes unconditionally."""
    depth = 0
    for line in header.read_text().splitlines():
        depth += len(re.findall(r"^#\s*if", line)) - len(re.findall(r"^#\s*endif", line))
        if depth == 0 and (match := re.match(r"#include <(.+)>", line)):
            yield match[1]


def standard_headers(folder):
    standard, seen, waiting = set(), set(), [UMBRELLA]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if (folder / name).exists():
            waiting.extend(includes_of(folder / name))
        else:
            standard.add(name)
    return sorted(standard)


def cpu_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    compiler, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        contents = {"umbrella": [UMBRELLA], "standard": standard_headers(folder)}
        base = [compiler, "-std=c++17", f"-I{folder}"]
        for name, headers in contents.items():
            text = "".join(f"#include <{header}>\n" for header in headers) + "int main() {}\n"
            (work / f"{name}.cpp").write_text(text)

        seconds = {name: [] for name in contents}
        for _ in range(ROUNDS):
            for name in contents:
                source = work / f"{name}.cpp"
                seconds[name].append(cpu_seconds([*base, "-c", source, "-o", work / "out.o"]))
        lines = {}
        for name in contents:
            output = subprocess.run([*base, "-E", work / f"{name}.cpp"], check=True, capture_output=True)
            lines[name] = output.stdout.count(b"\n")

    ratios = [umbrella / standard for umbrella, standard in zip(seconds["umbrella"], seconds["standard"])]
    print(json.dumps({
        "standardHeaders": contents["standard"],
        "cpuSeconds": {name: statistics.median(values) for name, values in seconds.items()},
        "cpuRatio": statistics.median(ratios),
        "preprocessedLines": lines,
    }))


if __name__ == "__main__":
    main()
