-- wrk: people who read the page of the vote meanwhile, each looking at it now and then.
function delay() return 200 end
function done(summary, latency)
  io.write(string.format('RESULT {"read": %d, "seconds": %.3f, "p95": %.1f}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(95) / 1e3))
end
