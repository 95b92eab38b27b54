"""The benchmarks: ratios within one run, printed as JSON beside the bounds they are held to; exit 1 for one missed."""

import json
import sys

from tests.bench import audits, feed, imports, indicators, lists, push, sampling

if __name__ == "__main__":
    results = [bench.measure() for bench in (lists, push, feed, indicators, imports, audits, sampling)]
    print(json.dumps(results, indent=1))
    sys.exit(not all(result["is_met"] for result in results))
