package dev.imagefactory.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** An answer to a request, before it is put on the wire. */
record Answer(int status, String contentType, String body, Map<String, String> headers) {

    /** No answer at all: the connection is closed and the caller cannot know what happened. */
    static final Answer NONE = new Answer(0, "", "", Map.of());

    /** The same answer; a success asks the caller to wait with the next request. */
    Answer paced(int seconds) {
        if (seconds == 0 || status < 200 || status > 299) {
            return this;
        }
        Map<String, String> all = new HashMap<>(headers);
        all.put("Retry-After", Integer.toString(seconds));
        return new Answer(status, contentType, body, all);
    }

    boolean isNone() {
        return status == 0;
    }

    static Answer json(int status, JsonNode body, Map<String, String> headers) {
        return new Answer(status, "application/json", body.toString(), headers);
    }

    static Answer text(String body) {
        return new Answer(200, "text/plain; charset=utf-8", body, Map.of());
    }

    /** What a gateway in front of the service says when it gave up waiting; it knows nothing of the contract. */
    static Answer gatewayTimeout() {
        return new Answer(
                504,
                "text/html",
                "<html><head><title>504 Gateway Time-out</title></head><body>504 Gateway Time-out</body></html>\n",
                Map.of());
    }
}
