"""One worker, as `plumbline worker` starts it, that looks around more often, so that tests need not wait."""

from api.cli import worker
from api.kernel import jobs
from tests.day import set_clock

if __name__ == "__main__":
    set_clock()
    jobs.SWEEP_SECONDS = 0.2
    worker()
