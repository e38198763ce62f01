-- Sends the requests written in a file, one a line, again and again: TOKEN <tab> METHOD <tab> PATH <tab> BODY.
local told, n = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local token, method, path, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local headers = { ["Content-Type"] = "application/json" }
    if token ~= "" then headers["Authorization"] = "Bearer " .. token end
    if body == "" then body = nil end
    told[#told + 1] = wrk.format(method, path, headers, body)
  end
end

function request()
  n = n % #told + 1
  return told[n]
end
