package dev.imagefactory.ledger;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import dev.imagefactory.planner.LedgerException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the failures of a table's client mean. Of what the service says only codes are shown: no key, no signature. */
final class TableFailures {
    /** In the JSON or XML of an answer. */
    private static final Pattern CODE = Pattern.compile("(\"code\"\\s*:\\s*\"|<(m:)?code>)(?<code>[A-Za-z]+)[\"<]");

    private static final List<TableErrorCode> MISSING =
            List.of(TableErrorCode.TABLE_NOT_FOUND, TableErrorCode.RESOURCE_NOT_FOUND, TableErrorCode.ENTITY_NOT_FOUND);

    private static final List<TableErrorCode> CHANGED =
            List.of(TableErrorCode.ENTITY_ALREADY_EXISTS, TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED);

    private TableFailures() {}

    /**
     * Takes an answer that refuses in XML or HTML, as a firewall or a proxy may give it, away from the client, whose
     * reader of XML is not among the dependencies.
     */
    static HttpPipelinePolicy inOtherWordsThanJson() {
        return new HttpPipelineSyncPolicy() {
            @Override
            protected HttpResponse afterReceivedResponse(HttpPipelineCallContext context, HttpResponse response) {
                String type = String.valueOf(response.getHeaderValue(HttpHeaderName.CONTENT_TYPE));
                if (response.getStatusCode() < 400 || type.contains("json")) {
                    return response;
                }
                throw new HttpResponseException(response.getBodyAsBinaryData().toString(), response);
            }

            @Override
            public HttpPipelinePosition getPipelinePosition() {
                return HttpPipelinePosition.PER_CALL;
            }
        };
    }

    /** Whether the table, or the entity in it, is not there. */
    static boolean isMissing(HttpResponseException e) {
        return isOneOf(MISSING, e);
    }

    static boolean isTableMissing(HttpResponseException e) {
        return TableErrorCode.TABLE_NOT_FOUND.equals(code(e));
    }

    static boolean isTableThere(HttpResponseException e) {
        return TableErrorCode.TABLE_ALREADY_EXISTS.equals(code(e));
    }

    /** Whether a condition of a write does not hold: its entity has been made or changed by another write. */
    static boolean isConflict(HttpResponseException e) {
        return isOneOf(CHANGED, e);
    }

    private static boolean isOneOf(List<TableErrorCode> codes, HttpResponseException e) {
        @Nullable TableErrorCode code = code(e);
        return code != null && codes.contains(code);
    }

    private static @Nullable TableErrorCode code(HttpResponseException e) {
        if (e instanceof TableServiceException answered && answered.getValue() != null) {
            return answered.getValue().getErrorCode();
        }
        // Queries and answers in XML: the body is the message.
        Matcher code = CODE.matcher(String.valueOf(e.getMessage()));
        return code.find() ? TableErrorCode.fromString(code.group("code")) : null;
    }

    /**
     * The exception of the port for a failure of the client; the failure itself where it is no matter of the network.
     */
    static RuntimeException of(String ledger, RuntimeException failure) {
        if (failure instanceof HttpResponseException answered) {
            return answered(ledger, answered);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return new LedgerException(
                        ledger + " cannot be reached: there is no host of this name; check the storage account's name"
                                + " and the network",
                        failure);
            }
            if (cause instanceof IOException || cause instanceof TimeoutException) {
                return new LedgerException(
                        ledger + " cannot be reached (" + cause.getClass().getSimpleName() + "); check its address and"
                                + " the network, and run again",
                        failure);
            }
        }
        return failure;
    }

    private static LedgerException answered(String ledger, HttpResponseException e) {
        int status = e.getResponse() == null ? 0 : e.getResponse().getStatusCode();
        @Nullable TableErrorCode code = code(e);
        String answer = ((status == 0 ? "" : status) + " " + (code == null ? "" : code)).strip();
        String what;
        if (e instanceof ClientAuthenticationException && e.getResponse() == null) {
            what = "cannot be used: signing in failed (" + firstLine(e) + "); check the credential";
        } else if (status == 401 || status == 403) {
            what = "refused the access (" + answer + "); the identity needs the role Storage Table Data Contributor on"
                    + " the storage account; a connection string needs the account's present key, or a signature that"
                    + " has not run out; and the account's firewall must let this machine in";
        } else if (status == 404) {
            what = "is not there (404); check its address: that is no storage account with tables";
        } else if (status == 408 || status == 429 || status >= 500) {
            what = "is too busy or out of order (" + answer + "); run again later, nothing is lost";
        } else {
            what = "cannot be used (" + answer + ")";
        }
        return new LedgerException(ledger + " " + what, e);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
