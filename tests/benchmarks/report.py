"""Prints the results of a run with their targets, and writes all of them to one file.

usage: report.py RESULTS_FOLDER      reads the results of `run` from the folder, writes all.json
"""

import json
import pathlib
import platform
import statistics
import subprocess
import sys


def ratio(pair, figure):
    """The median ratio of library to baseline. Compared round by round, under the same other load."""
    rounds = zip(pair["library"][figure], pair["bare"][figure])
    return statistics.median(library / bare for library, bare in rounds)


def extra_latency(latency):
    median = {name: statistics.median(times["medianMicroseconds"]) for name, times in latency.items()}
    return (median["async"] - median["blocking"]) / median["hops"]


def peak_mebibytes(results):
    return (results["memory"]["peakKibibytes"] - results["memory"]["peakKibibytesBefore"]) / 1024


def micro(results, name):
    return next(part["cpu_time"] for part in results["micro"]["benchmarks"] if part["name"] == name)


def rows(results):
    """Yields a description, the measured value, the relation and the target."""
    one, two = results["one-core"], results["two-cores"]
    lines = results["compile"]["preprocessedLines"]
    yield "Blocking sends/s : one bare easy handle", ratio(one["blocking"], "requestsPerSecond"), ">=", 0.94
    yield "CPU of a blocking send : the same", ratio(one["blocking"], "cpuMicroseconds"), "<=", 1.10
    yield "Asynchronous sends/s, 64 in flight : bare curl_multi", ratio(one["async"], "requestsPerSecond"), ">=", 0.93
    yield "CPU of an asynchronous send : the same", ratio(one["async"], "cpuMicroseconds"), "<=", 1.12
    yield "Four threads, sends/s : four bare handles (2 cores)", ratio(two["threads"], "requestsPerSecond"), ">=", 0.92
    yield "Extra latency of Async + Get : two bare thread hops", extra_latency(one["latency"]), "<=", 1.6
    yield "CPU time of the umbrella header : its standard headers", results["compile"]["cpuRatio"], "<=", 1.25
    yield "Lines of the umbrella header beyond its standard headers", lines["umbrella"] - lines["standard"], "<=", 8000
    instructions = results["instructions"]
    yield "Instructions of a send, the library's own", instructions["nowhere"], "<=", 16000
    yield "Instructions of a blocking send beyond bare libcurl's", instructions["library"] - instructions["bare"], "<=", 17000
    yield "Instructions of an asynchronous send beyond bare libcurl's", instructions["async"] - instructions["multi"], "<=", 24000
    yield "Allocations of a send, the library's own", results["heap"]["allocations"], "<=", 20
    yield "Allocations of a send to a group, the library's own", results["heap"]["allocationsToAGroup"], "<=", 20
    yield "Checking and reading a user event : its two HMACs", results["events"]["ratio"], "<=", 6.0
    yield "Allocations of a user event", results["heap"]["allocationsOfAnEvent"], "<=", 10
    yield "Heap of a queued call, bytes", results["heap"]["bytesOfAQueuedCall"], "<=", 2048
    yield f"TLS handshakes of {one['tls']['sends']:,} sends", one["tls"]["handshakes"], "<=", 1
    yield f"{results['memory']['calls']:,} asynchronous calls in a loop, MiB more at the peak", peak_mebibytes(results), "<=", 33
    crowd = results["crowd"]
    yield f"{crowd['calls']:,} calls cancelled at once, ms until all have ended", crowd["milliseconds"], "<=", 1000
    yield "The same : half as many", crowd["milliseconds"] / crowd["millisecondsOfHalf"], "<=", 2.5
    yield "I/O threads of 200 hubs with 50 sends each", crowd["hubs"]["ioThreads"], "<=", 1
    yield "Their connections", crowd["hubs"]["connections"], "<=", 512
    resolver = results["resolver"]
    for form, words in (("blocking", "on threads of their own"), ("async", "asynchronous")):
        yield f"{resolver['calls']} calls at once to a slow name, {words}: its resolutions", resolver[form]["resolutions"], "<=", 1
        yield "Their time : one call's", resolver[form]["milliseconds"] / resolver["one"]["milliseconds"], "<=", 2.0
    for members in (200, 20000):
        read, found = (micro(results, f"{name}/{members}") for name in ("ReadPage", "FindEvents"))
        yield f"Reading a page of {members:,} members : the parser alone", read / found, "<=", 3.0
    for scheme, how, target in (("http", "cold", 0.9), ("http", "warm", 1.35), ("https", "cold", 0.7)):
        rounds = [each for each in results.get("fan-out", {}).get(scheme, []) if each["dotnet"]]
        if rounds:
            ratios = [each["library"][how] / each["dotnet"][how] for each in rounds]
            yield f"5,000 sends to users, 40 ms, {scheme}, {how} : .NET", statistics.median(ratios), "<=", target


def figures(results):
    """Yields the results that have no target."""
    def of(pair, what):
        for name in ("bare", "library"):
            speed = statistics.median(pair[name]["requestsPerSecond"])
            cpu = statistics.median(pair[name]["cpuMicroseconds"])
            yield f"{what}, {name}", f"{speed:,.0f}/s, {cpu:.1f} µs CPU"

    yield from of(results["one-core"]["blocking"], "Blocking, one core")
    yield from of(results["one-core"]["async"], "64 in flight, one core")
    yield from of(results["two-cores"]["async"], "64 in flight, two cores")
    yield from of(results["two-cores"]["threads"], "Four threads, two cores")
    for cores in ("one-core", "two-cores"):
        for name, times in results[cores]["latency"].items():
            median = statistics.median(times["medianMicroseconds"])
            yield f"Median of one at a time, {cores}: {name}", f"{median:.1f} µs"
    instructions = results["instructions"]
    for what, words in (("bare", "bare handle"), ("library", "library, blocking"), ("multi", "bare curl_multi"),
                        ("async", "library, asynchronous")):
        yield f"Instructions of a send over a socket, {words}", f"{instructions[what]:,}"
    events = results["events"]
    yield "Checking and reading a user event of 256 bytes", f"{events['eventNanoseconds']:,.0f} ns"
    distance = results["distance"]
    for row in distance["rows"]:
        scheme = "https" if row["tls"] else "http"
        yield (f"{distance['users']:,} sends to users over {scheme}, {row['delay']} ms away, {row['connections']} connections",
               f"{row['cold']:,.0f} ms cold, {row['warm']:,.0f} ms warm")
    throttled = results["throttled"]
    yield (f"{throttled['users']:,} sends to users, throttled to a fifth of them in a second",
           f"{throttled['milliseconds']:,.0f} ms, {throttled['failed']} failed, {throttled['refused']:,} refused, "
           f"at most {throttled['busiest']} within 10 ms once refused ones come back")
    for part in results["micro"]["benchmarks"]:
        yield f"{part['name']}, CPU", f"{part['cpu_time']:.0f} {part['time_unit']}"
    for peer in results.get("peers", []):
        for how in ("oneAtATime", "inFlight64"):
            if how in peer:
                yield (f"{peer['name']} {peer['version']}, one core, {how}",
                       f"{peer[how]['requestsPerSecond']:,.0f}/s, {peer[how]['cpuMicroseconds']:.0f} µs CPU")


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    versions = [["curl-config", "--version"], ["openssl", "version"], ["c++", "--version"]]
    found = []
    for command in versions:
        try:
            found.append(subprocess.run(command, capture_output=True, text=True).stdout.splitlines()[0])
        except (OSError, IndexError):
            pass
    return {"cpu": cpu, "system": platform.platform(), "versions": found}


def main():
    folder = pathlib.Path(sys.argv[1])
    results = {file.stem: json.loads(file.read_text()) for file in folder.glob("*.json") if file.stem != "all"}
    results["machine"] = machine()
    results["table"] = []
    print(f"\n{'':60} {'measured':>10}  target")
    for what, measured, relation, target in rows(results):
        met = measured >= target if relation == ">=" else measured <= target
        results["table"].append({"what": what, "measured": measured, "relation": relation, "target": target, "met": met})
        shown = f"{measured:,.2f}" if isinstance(target, float) else f"{measured:,.0f}"
        print(f"{what:60} {shown:>10}  {relation} {target:<8,} {'' if met else 'MISSED'}")
    print()
    for what, shown in figures(results):
        print(f"{what:60} {shown}")
    print()
    print(", ".join([results["machine"]["cpu"], *results["machine"]["versions"]]))
    for private in ("executable", "host_name"):
        results["micro"]["context"].pop(private, None)
    (folder / "all.json").write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
