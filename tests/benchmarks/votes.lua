-- wrk: each request is one voter's vote (or bare insert), with that voter's own session; nobody votes twice.
-- Arguments: file of session keys, first line, path, body, number of threads. Prints acknowledged answers.
local threads = {}
function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end
function init(args)
  keys, place = {}, number
  stride = tonumber(args[5])
  local skip = tonumber(args[2])
  for line in io.lines(args[1]) do
    if skip > 0 then skip = skip - 1 else table.insert(keys, line) end
  end
  path, body = args[3], args[4]
  acknowledged, busy, other, pause = 0, 0, 0, 0
end
-- Who was told that too many are here waits a little, as people do.
function delay()
  local wait = pause
  pause = 0
  return wait
end
function request()
  local key = keys[place + 1]
  place = place + stride
  if key == nil then
    wrk.thread:stop()
    key = "nobody"
  end
  local headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Referer"] = "http://" .. wrk.host .. ":" .. wrk.port .. "/en/proposals/",
    ["Cookie"] = "sessionid=" .. key .. "; csrftoken=" .. string.rep("a", 32),
  }
  return wrk.format("POST", path, headers, body)
end
function response(status)
  if status == 302 then acknowledged = acknowledged + 1
  elseif status == 503 then busy = busy + 1; pause = 200
  else other = other + 1 end
end
function done(summary, latency)
  local sums, reached = {0, 0, 0}, 0
  for _, thread in ipairs(threads) do
    reached = math.max(reached, thread:get("place"))
    for i, name in ipairs({"acknowledged", "busy", "other"}) do sums[i] = sums[i] + thread:get(name) end
  end
  io.write(string.format('RESULT {"acknowledged": %d, "busy": %d, "other": %d, "reached": %d, "seconds": %.3f, "p50": %.1f, "p95": %.1f, "p99": %.1f}\n',
    sums[1], sums[2], sums[3], reached, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
