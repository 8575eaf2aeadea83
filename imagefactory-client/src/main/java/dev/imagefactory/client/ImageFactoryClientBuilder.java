package dev.imagefactory.client;

import com.azure.core.annotation.ServiceClientBuilder;
import com.azure.core.client.traits.ConfigurationTrait;
import com.azure.core.client.traits.EndpointTrait;
import com.azure.core.client.traits.HttpTrait;
import com.azure.core.client.traits.TokenCredentialTrait;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.policy.AddHeadersPolicy;
import com.azure.core.http.policy.ExponentialBackoff;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.http.policy.HttpLoggingPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.HttpPolicyProviders;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.http.policy.RetryStrategy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.util.ClientOptions;
import com.azure.core.util.Configuration;
import com.azure.core.util.CoreUtils;
import com.azure.core.util.HttpClientOptions;
import dev.imagefactory.client.implementation.Endpoint;
import dev.imagefactory.client.implementation.EndpointTokenPolicy;
import dev.imagefactory.client.implementation.PacePolicy;
import dev.imagefactory.client.implementation.RetryRule;
import dev.imagefactory.client.implementation.RetryingPolicy;
import dev.imagefactory.client.implementation.TriesPolicy;
import dev.imagefactory.client.implementation.TurnPolicy;
import dev.imagefactory.client.models.Pause;
import dev.imagefactory.client.models.ServiceContract;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The builder of {@link ImageFactoryClient}. Needed are an {@linkplain #endpoint endpoint} and, unless that is on this
 * machine, a {@linkplain #credential credential} with its {@linkplain #scope scope}.
 */
@ServiceClientBuilder(serviceClients = ImageFactoryClient.class)
public final class ImageFactoryClientBuilder
        implements EndpointTrait<ImageFactoryClientBuilder>,
                TokenCredentialTrait<ImageFactoryClientBuilder>,
                HttpTrait<ImageFactoryClientBuilder>,
                ConfigurationTrait<ImageFactoryClientBuilder> {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int MOST_CONNECTIONS = 64;

    private final List<HttpPipelinePolicy> perCallPolicies = new ArrayList<>();
    private final List<HttpPipelinePolicy> perTryPolicies = new ArrayList<>();
    private @Nullable Endpoint endpoint;
    private @Nullable TokenCredential credential;
    private @Nullable String scope;
    private @Nullable HttpClient httpClient;
    private @Nullable HttpPipeline pipeline;
    private @Nullable RetryPolicy retryPolicy;
    private @Nullable RetryOptions retryOptions;
    private @Nullable HttpLogOptions httpLogOptions;
    private @Nullable ClientOptions clientOptions;
    private @Nullable Configuration configuration;
    private @Nullable ServiceContract serviceContract;
    private ImageFactoryServiceVersion serviceVersion = ImageFactoryServiceVersion.getLatest();
    private boolean retryUnknownCreations = true;
    private Clock clock = Clock.systemUTC();
    private UnaryOperator<String> hiding = UnaryOperator.identity();
    private Pause pause = duration -> {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        return true;
    };
    private @Nullable PacePolicy pace;

    /** A builder of which nothing is set yet. */
    public ImageFactoryClientBuilder() {}

    /**
     * Builds the client.
     *
     * @throws IllegalStateException if the endpoint, or the credential or scope that it needs, is missing
     */
    public ImageFactoryClient buildClient() {
        if (endpoint == null) {
            throw new IllegalStateException("No endpoint is set; call endpoint(…).");
        }
        ServiceContract contract = serviceContract != null ? serviceContract : serviceVersion.contract();
        return new ImageFactoryClient(
                endpoint, pipeline != null ? pipeline : defaultPipeline(endpoint), contract, clock, hiding);
    }

    /** The pipeline's policies in their order: what is closest to the caller comes first, to the wire last. */
    private HttpPipeline defaultPipeline(Endpoint target) {
        HttpLogOptions logging = httpLogOptions != null ? httpLogOptions : defaultLogging();
        List<HttpPipelinePolicy> policies = new ArrayList<>();

        // Once for each call.
        policies.add(userAgent(logging));
        policies.add(new RequestIdPolicy());
        if (clientOptions != null) {
            policies.add(new AddHeadersPolicy(CoreUtils.createHttpHeadersFromClientOptions(clientOptions)));
        }
        policies.addAll(perCallPolicies);
        HttpPolicyProviders.addBeforeRetryPolicies(policies);

        policies.add(retrying());

        // Once for each try. There is no redirect policy: a redirect reaches the client as it is, which refuses it.
        policies.add(new TriesPolicy());
        policies.addAll(perTryPolicies);
        HttpPolicyProviders.addAfterRetryPolicies(policies);
        // The token comes behind whatever could still change the request's address.
        if (credential != null) {
            policies.add(new EndpointTokenPolicy(target, credential, requiredScope()));
        } else if (!target.isLoopback()) {
            throw new IllegalStateException(
                    "No credential is set; call credential(…). Only an endpoint on this machine needs none.");
        }
        policies.add(new TurnPolicy(mostConnections()));
        // The pace is kept by each try, and by all threads together. Nothing that takes time, such as fetching a token
        // or waiting for a connection, may come between the end of its wait and the request.
        policies.add(pace != null ? pace : new PacePolicy(clock, pause));
        policies.add(new HttpLoggingPolicy(logging));

        HttpPipelineBuilder builder = new HttpPipelineBuilder()
                .policies(policies.toArray(HttpPipelinePolicy[]::new))
                .httpClient(httpClient != null ? httpClient : HttpClient.createDefault(httpClientOptions()));
        return clientOptions == null
                ? builder.build()
                : builder.clientOptions(clientOptions).build();
    }

    private UserAgentPolicy userAgent(HttpLogOptions logging) {
        Map<String, String> product = CoreUtils.getProperties("imagefactory-client.properties");
        return new UserAgentPolicy(
                CoreUtils.getApplicationId(clientOptions, logging),
                product.getOrDefault("name", "imagefactory-client"),
                product.getOrDefault("version", "unknown"),
                configuration);
    }

    private HttpPipelinePolicy retrying() {
        if (retryPolicy != null) {
            return retryPolicy;
        }
        RetryOptions given = retryOptions != null ? retryOptions : defaultRetries();
        if (given.getShouldRetryCondition() != null) {
            return new RetryPolicy(given);
        }
        FixedDelayOptions fixed = given.getFixedDelayOptions();
        RetryStrategy delays =
                fixed != null ? new FixedDelay(fixed) : new ExponentialBackoff(given.getExponentialBackoffOptions());
        RetryOptions same =
                fixed != null ? new RetryOptions(fixed) : new RetryOptions(given.getExponentialBackoffOptions());
        RetryPolicy ofOtherThreads =
                new RetryPolicy(same.setShouldRetryCondition(new RetryRule(clock, retryUnknownCreations)));
        return new RetryingPolicy(delays, ofOtherThreads, pause, clock, retryUnknownCreations);
    }

    private static RetryOptions defaultRetries() {
        return new RetryOptions(new ExponentialBackoffOptions()
                .setMaxRetries(4)
                .setBaseDelay(Duration.ofSeconds(1))
                .setMaxDelay(Duration.ofSeconds(30)));
    }

    private static HttpLogOptions defaultLogging() {
        return new HttpLogOptions()
                .setLogLevel(HttpLogDetailLevel.HEADERS)
                .addAllowedHttpHeaderName(HttpHeaderName.fromString("Repeatability-Request-ID"))
                .addAllowedHttpHeaderName(HttpHeaderName.fromString("Repeatability-First-Sent"))
                .addAllowedHttpHeaderName(HttpHeaderName.fromString("Repeatability-Result"));
    }

    private int mostConnections() {
        Integer given = clientOptions instanceof HttpClientOptions http ? http.getMaximumConnectionPoolSize() : null;
        return given != null && given > 0 ? given : MOST_CONNECTIONS;
    }

    private HttpClientOptions httpClientOptions() {
        if (clientOptions instanceof HttpClientOptions given) {
            return given;
        }
        return new HttpClientOptions()
                .setMaximumConnectionPoolSize(MOST_CONNECTIONS)
                .setConnectTimeout(CONNECT_TIMEOUT)
                .setWriteTimeout(ANSWER_TIMEOUT)
                .setResponseTimeout(ANSWER_TIMEOUT)
                .setReadTimeout(ANSWER_TIMEOUT)
                .setConfiguration(configuration);
    }

    private String requiredScope() {
        if (scope == null) {
            throw new IllegalStateException(
                    "No scope is set for the credential; call scope(\"<resource-id>/.default\").");
        }
        return scope;
    }

    /**
     * Sets the address of the service: an absolute https URL, or http on a loopback host. A path in it is kept as the
     * base of all routes.
     *
     * @throws IllegalArgumentException if the endpoint is anything else
     */
    @Override
    public ImageFactoryClientBuilder endpoint(String endpoint) {
        this.endpoint = Endpoint.parse(endpoint);
        return this;
    }

    /** Sets where the tokens come from. They go to the endpoint only. */
    @Override
    public ImageFactoryClientBuilder credential(TokenCredential credential) {
        this.credential = Objects.requireNonNull(credential);
        return this;
    }

    /** Sets what the tokens are for, usually {@code <resource-id>/.default}. */
    public ImageFactoryClientBuilder scope(String scope) {
        this.scope = Objects.requireNonNull(scope);
        return this;
    }

    /**
     * Sets the HTTP client, which must not follow redirects of its own accord. The default is azure-core's own with 10
     * s to connect and 60 s without a sign of an answer, unless {@link #clientOptions} are {@link HttpClientOptions}.
     */
    @Override
    public ImageFactoryClientBuilder httpClient(@Nullable HttpClient httpClient) {
        this.httpClient = httpClient;
        return this;
    }

    /**
     * Sets the whole pipeline. Credential, policies, retries, logging and HTTP client are then the caller's matter:
     * what is set here for them has no effect.
     */
    @Override
    public ImageFactoryClientBuilder pipeline(@Nullable HttpPipeline pipeline) {
        this.pipeline = pipeline;
        return this;
    }

    /** Adds a policy, for each call or each try as it says itself. It does not see the token. */
    @Override
    public ImageFactoryClientBuilder addPolicy(HttpPipelinePolicy policy) {
        boolean perCall = policy.getPipelinePosition() == HttpPipelinePosition.PER_CALL;
        (perCall ? perCallPolicies : perTryPolicies).add(policy);
        return this;
    }

    /** Sets the retry policy as it is, in place of {@link #retryOptions}. */
    public ImageFactoryClientBuilder retryPolicy(@Nullable RetryPolicy retryPolicy) {
        this.retryPolicy = retryPolicy;
        return this;
    }

    /**
     * Sets how often and at what intervals is tried again. The default is 4 times with 1 s and more between.
     *
     * <p>Unless the options bring a condition of their own, tried again is what may pass: 408, 429, 500, 502, 503, 504,
     * and failures of the network.
     *
     * <p>Apart from that, and on whatever answer, {@code Retry-After} and rate headers that say that nothing is left
     * are obeyed by all threads of the client: no request is sent before. Where that is more than a minute away, the
     * call fails at once, with the kind {@code THROTTLED} if it was not sent at all.
     */
    @Override
    public ImageFactoryClientBuilder retryOptions(@Nullable RetryOptions retryOptions) {
        this.retryOptions = retryOptions;
        return this;
    }

    /**
     * Sets whether a creation is tried again, by the retry options, after a try that may have started the job already.
     * The default is true, which is safe where the service honours request ids. Otherwise say false: the caller gets
     * {@code OUTCOME_UNKNOWN} after the first such try. What is known not to have started anything is tried again in
     * any case. Has no effect beside a retry policy or condition of one's own.
     */
    public ImageFactoryClientBuilder retryUnknownCreations(boolean retryUnknownCreations) {
        this.retryUnknownCreations = retryUnknownCreations;
        return this;
    }

    /**
     * Sets what is logged. The default is the headers that are known to be harmless, and no body. Image names stand in
     * the query, which is not logged here, but by Reactor Netty at level debug.
     */
    @Override
    public ImageFactoryClientBuilder httpLogOptions(@Nullable HttpLogOptions httpLogOptions) {
        this.httpLogOptions = httpLogOptions;
        return this;
    }

    /**
     * Sets the application's name and headers for each call; as {@link HttpClientOptions}, time-outs, proxy and the
     * most connections too, of which the default is 64. Calls beyond that wait for their turn.
     */
    @Override
    public ImageFactoryClientBuilder clientOptions(@Nullable ClientOptions clientOptions) {
        this.clientOptions = clientOptions;
        return this;
    }

    /** Sets where azure-core reads its own settings, the proxy for instance. The default is the environment. */
    @Override
    public ImageFactoryClientBuilder configuration(@Nullable Configuration configuration) {
        this.configuration = configuration;
        return this;
    }

    /** Sets the version of the service. The default is the latest. */
    public ImageFactoryClientBuilder serviceVersion(ImageFactoryServiceVersion serviceVersion) {
        this.serviceVersion = Objects.requireNonNull(serviceVersion);
        return this;
    }

    /** Sets routes, field names and state names, where they are not those of the service version. */
    public ImageFactoryClientBuilder serviceContract(@Nullable ServiceContract serviceContract) {
        this.serviceContract = serviceContract;
        return this;
    }

    /**
     * Sets how the client waits, so that a caller can end its pauses and tries: what is known not to have started
     * anything then fails with {@code NOT_SENT}, or as its last try did. The default waits for the whole time. A retry
     * policy or condition of one's own has pauses of its own, after which nothing is sent either.
     */
    public ImageFactoryClientBuilder pause(Pause pause) {
        this.pause = Objects.requireNonNull(pause);
        return this;
    }

    /**
     * Sets what takes secrets out of URLs that others have written, before their queries are cut off and the rest is
     * shown in messages: half a secret could not be recognised. Other texts are never cut. The default takes out
     * nothing.
     */
    public ImageFactoryClientBuilder hiding(UnaryOperator<String> hiding) {
        this.hiding = Objects.requireNonNull(hiding);
        return this;
    }

    /** Sets the policy that keeps the pace, for tests that go by a time of their own. */
    ImageFactoryClientBuilder pace(PacePolicy pace) {
        this.pace = pace;
        return this;
    }

    /** Sets the clock by which a request is first sent, and by which dates in answers are read. */
    public ImageFactoryClientBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock);
        return this;
    }
}
