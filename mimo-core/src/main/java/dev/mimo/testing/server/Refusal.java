package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.testing.wire.Dialect;
import dev.mimo.testing.wire.Vendor;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers that say no, in the words and the form of a vendor. */
final class Refusal {

    private Refusal() {}

    /** The body for a status; gateways in front of a vendor know only HTML. */
    static byte[] bytes(Asked asked, int status) {
        String text = isGateway(status)
                ? "<html>\r\n<head><title>" + status + " Bad Gateway</title></head>\r\n<body>\r\n<center><h1>" + status
                        + " Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
                : body(asked.dialect(), asked.vendor(), status, words(asked.vendor(), status))
                        .toString();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Map<String, String> headers(Asked asked, int status) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", isGateway(status) ? "text/html" : "application/json");
        if (asked.dialect() == Dialect.MESSAGES && asked.vendor() == Vendor.STANDARD) {
            boolean again = status == 408 || status == 409 || status == 429 || status >= 500;
            headers.put("x-should-retry", String.valueOf(again));
        }
        return headers;
    }

    /** An error object around words. */
    static ObjectNode body(Dialect dialect, Vendor vendor, int status, String words) {
        ObjectNode body = Json.object();
        if (dialect == Dialect.MESSAGES) {
            body.put("type", "error");
            ObjectNode error = body.putObject("error");
            if (status == 529) {
                error.putNull("details");
            }
            error.put("type", messagesType(status)).put("message", words);
            return body.put("request_id", "req_loopback");
        }
        ObjectNode error = body.putObject("error");
        switch (vendor) {
            case MIMO -> mimo(error, status, words);
            case GLM -> error.put("code", glmCode(status)).put("message", words);
            case KIMI -> error.put("message", words).put("type", kimiType(status));
            case STANDARD, DEEPSEEK ->
                error.put("message", words)
                        .put("type", chatType(status))
                        .putNull("param")
                        .put("code", vendor == Vendor.DEEPSEEK ? chatType(status) : code(status));
        }
        return body;
    }

    /** Says what is wrong in the parameter, beside a message that only says that something is. */
    private static void mimo(ObjectNode error, int status, String words) {
        error.put("code", String.valueOf(status));
        if (status == 400) {
            error.put("message", "Param Incorrect").put("param", words).put("type", "");
        } else {
            error.put("message", words).put("type", status == 429 ? "limitation" : status == 401 ? "invalid_key" : "");
        }
    }

    private static String words(Vendor vendor, int status) {
        return switch (status) {
            case 400 -> "Invalid request";
            case 401 -> vendor == Vendor.MIMO ? "Invalid API Key" : "Incorrect API key provided";
            case 402 -> "Insufficient Balance";
            case 403 -> "Your key may not use this";
            case 404 -> "The requested model does not exist";
            case 408 -> "Request timed out";
            case 413 -> "Request exceeds the maximum size";
            case 429 ->
                vendor == Vendor.KIMI
                        ? "The engine is currently overloaded, please try again later"
                        : vendor == Vendor.MIMO ? "Too many requests" : "Rate limit reached for requests";
            case 529 -> "Overloaded";
            default -> status < 500 ? "Invalid request" : "The server had an error while processing your request";
        };
    }

    private static String messagesType(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 408 -> "timeout_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 529 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }

    private static String chatType(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }

    private static String code(int status) {
        return switch (status) {
            case 401 -> "invalid_api_key";
            case 402 -> "insufficient_quota";
            case 404 -> "model_not_found";
            case 429 -> "rate_limit_exceeded";
            default -> status < 500 ? "invalid_request" : "server_error";
        };
    }

    private static String kimiType(int status) {
        return switch (status) {
            case 401 -> "invalid_authentication_error";
            case 402 -> "exceeded_current_quota_error";
            case 404 -> "resource_not_found_error";
            case 429 -> "engine_overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }

    private static String glmCode(int status) {
        return switch (status) {
            case 401 -> "1000";
            case 402 -> "1113";
            case 404 -> "1211";
            case 429 -> "1302";
            default -> status < 500 ? "1210" : "500";
        };
    }

    private static boolean isGateway(int status) {
        return status == 502 || status == 504;
    }
}
