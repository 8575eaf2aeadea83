// Azurite 3.35 decodes each chunk of a JSON body by itself and so breaks a character that two chunks share, which
// happens to large bodies on a busy machine. Azure does not. Loaded before Azurite, this lets Node decode such bodies.
const http = require("http");
const https = require("https");

for (const { Server } of [http, https]) {
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (event, request, ...rest) {
    if (event === "request" && String(request.headers["content-type"]).startsWith("application/json")) {
      request.setEncoding("utf8");
    }
    return emit.call(this, event, request, ...rest);
  };
}
