package dev.imagefactory.emulator;

import java.util.Map;

/** A request that is answered with an error: the status, the problem, and the headers beside it. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private Refusal(int status, String code, String message, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.problem = new Problem(code, message, null);
        this.headers = headers;
    }

    static Refusal badRequest(String code, String message) {
        return new Refusal(400, code, message, Map.of());
    }

    static Refusal unauthorized() {
        return new Refusal(
                401,
                "Unauthorized",
                "The request carries no bearer token in its Authorization header.",
                Map.of("WWW-Authenticate", "Bearer"));
    }

    static Refusal notFound(String message) {
        return new Refusal(404, "NotFound", message, Map.of());
    }

    static Refusal methodNotAllowed(String method, String allowed) {
        return new Refusal(
                405,
                "MethodNotAllowed",
                method + " is not possible here; use " + allowed + ".",
                Map.of("Allow", allowed));
    }

    static Refusal conflict(String code, String message) {
        return new Refusal(409, code, message, Map.of());
    }

    static Refusal throttled() {
        return new Refusal(
                429, "TooManyRequests", "Too many requests for this subscription.", Map.of("Retry-After", "1"));
    }

    static Refusal internalError() {
        return new Refusal(500, "InternalServerError", "The service met an unexpected condition.", Map.of());
    }

    static Refusal unavailable() {
        return new Refusal(503, "ServiceUnavailable", "The service cannot answer now.", Map.of("Retry-After", "1"));
    }

    Answer answer() {
        return Answer.json(status, ContractJson.error(problem), headers);
    }
}
