package dev.imagefactory.planner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.Problems;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureRulesTest {
    private static final FailureRules RULES = FailureRules.DEFAULT;

    /** Errors of Azure services in their documented forms, and of the Image Factory as far as it is known. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            permanent | Source image '/canonical/ubuntu/22_04/latest' could not be found.
            permanent | SourceImageNotFound: Source image 'x' could not be found. (at baseImage)
            permanent | PlatformImageNotFound: The platform image 'a:b:c:1.2.3' is not available.
            permanent | Build (Shared Image Version) step failed for Image Version '/subscriptions/s/versions/1': Error getting image version: StatusCode=404 -- Status=404 Code="ResourceNotFound" Message="The Resource was not found."
            permanent | InvalidTemplateParameter: The value of parameter 'vmSize' is invalid
            permanent | InvalidParameter: Required parameter 'imageReference' is missing (null).
            permanent | ValidationFailed: artifact 'windows-install' has no parameter 'Sku' (at windows-install)
            permanent | SkuNotAvailable: The requested VM size 'Standard_D4s_v5' is currently not available in location 'westus'.
            permanent | ResourceGroupNotFound: Resource group 'images' could not be found.
            permanent | 'Conflict'. Details: Update/Upgrade of image templates is currently not supported
            transient | Too many requests for this subscription
            transient | TooManyRequests: try later
            transient | SubscriptionRequestsThrottled: Number of requests for subscription 'x' exceeded the limit of '15'
            transient | AllocationFailed: Allocation failed. We do not have sufficient capacity for the requested VM size in this region.
            transient | SkuNotAvailable: The requested size for resource 'vm' is currently not available in location 'westus' due to Capacity Restrictions.
            transient | Failed while waiting for packerizer: Timeout waiting for microservice to complete: 'context deadline exceeded'
            transient | OSProvisioningTimedOut: OS Provisioning for VM 'pkrvm' did not finish in the allotted time.
            transient | Timed out waiting for WinRM.
            transient | InternalServerError: An error has occurred.
            transient | ResourceDeploymentFailure: ... "code": "InternalOperationError", "message": "Internal error occurred."
            transient | StatusCode=503 -- Original Error: autorest/azure: Service returned an error.
            transient | AnotherOperationInProgress: Another operation on this or dependent resource is in progress.
            transient | read tcp 10.0.0.4:443: connection reset by peer
            ours      | AuthorizationFailed: The client 'c' with object id 'o' does not have authorization to perform action 'Microsoft.Compute/images/write'
            ours      | LinkedAuthorizationFailed: The client has permission to perform action 'x', but does not have permission on the linked scope.
            ours      | Build (Managed Image) step failed: Error getting Managed Image '/s/mymanagedmg1': StatusCode=403 -- Status=403 Code="AuthorizationFailed" Message="The client 'c' does not have authorization"
            ours      | AADSTS7000222: The provided client secret keys for app 'x' are expired.
            ours      | ExpiredAuthenticationToken: The access token expiry UTC time is earlier than the current UTC time.
            ours      | SecretNotFound: A secret with (name/id) my-pat was not found in this key vault.
            ours      | AuthorizationPermissionMismatch: This request is not authorized to perform this operation using this permission.
            ours      | Access to the storage account 'helix' was denied
            ours      | QuotaExceeded: Operation could not be completed as it results in exceeding approved standardDSv5Family Cores quota.
            ours      | OperationNotAllowed: Operation results in exceeding quota limits of Core. Maximum allowed: 4, Current in use: 4
            ours      | RequestDisallowedByPolicy: Resource 'x' was disallowed by policy.
            ours      | MissingSubscriptionRegistration: The subscription is not registered to use namespace 'Microsoft.VirtualMachineImages'
            unclassified | ArtifactFailed: Artifact 'windows-install' failed with exit code 1. (at windows-install)
            unclassified | disk full
            unclassified | Packer build command has failed: exit status 1. See https://log/StatusCode/1429
            """)
    void should_know_the_errors_of_such_services(String expected, String error) {
        Failure failure = RULES.classify(failed(error));

        assertThat(failure.failureClass().id()).isEqualTo(expected);
        assertThat(failure.advice() == null).isEqualTo(expected.equals("unclassified"));
    }

    @Test
    void should_take_a_rejection_for_permanent_unless_a_rule_says_otherwise() {
        assertThat(classOf(Builds.rejected(failed("no such artifact")))).isEqualTo(FailureClass.PERMANENT);
        assertThat(classOf(Builds.rejected(failed("Too many requests")))).isEqualTo(FailureClass.TRANSIENT);
        assertThat(classOf(Builds.rejected(failed("AuthorizationFailed: no")))).isEqualTo(FailureClass.OURS);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "CANCELLED"})
    void should_let_a_lost_or_cancelled_build_be_repeated_whatever_it_says(BuildState state) {
        Build build = Builds.of("a", state, "SourceImageNotFound: x");

        assertThat(RULES.classify(build)).isEqualTo(new Failure(FailureClass.TRANSIENT, null));
        assertThat(RULES.kindOf(build)).isEqualTo(state.id());
    }

    @Test
    void should_not_guess_without_a_text() {
        assertThat(RULES.classify(Builds.of("a", BuildState.FAILED, null)))
                .isEqualTo(new Failure(FailureClass.UNCLASSIFIED, null));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUBMITTING", "UNANSWERED", "QUEUED", "RUNNING", "UNKNOWN", "SUCCEEDED"})
    void should_refuse_a_build_that_did_not_fail(BuildState state) {
        Build build = Builds.of("a", state, null);

        assertThatThrownBy(() -> RULES.classify(build)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RULES.kindOf(build)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Source image 'a' could not be found.   | Source image 'b' does not exist
            ArtifactFailed: Artifact 'x' failed.   | ArtifactFailed: something else
            disk 17 of vm-a_1 is full              | disk 4 of vm-b_1 is full
            a_1 cannot be written                  | b_1 cannot be written
            step 'x' broke                         | step 'y z' broke
            step "x" broke                         | step "y z" broke
            job 0f8fad5b-d9cb-469f-a165-70867728950e broke | job 7C9E6679-7425-40DE-944B-E07FC1F90AE7 broke
            Error: image a_1 broke                 | Error: image B_1 broke
            """)
    void should_see_that_two_builds_failed_the_same_way(String one, String other) {
        assertThat(kindOf("a_1", one)).isEqualTo(kindOf("b_1", other));
    }

    @Test
    void should_take_an_image_name_whole_that_begins_like_another() {
        Build one = Builds.of("x", List.of("vm", "vm-eu"), BuildState.FAILED, "vm-eu is full");
        Build other = Builds.of("y", List.of("pc", "pc-us"), BuildState.FAILED, "pc-us is full");

        assertThat(RULES.kindOf(one)).isEqualTo(RULES.kindOf(other));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ArtifactFailed: x                 | SysprepFailed: x
            Error: the disk is full           | Error: the network is gone
            Source image 'a' could not be found. | Too many requests
            it's broken, isn't it             | it's fine, isn't it
            Could not write: full             | Could not read: gone
            """)
    void should_see_that_two_builds_failed_in_different_ways(String one, String other) {
        assertThat(kindOf("a_1", one)).isNotEqualTo(kindOf("b_1", other));
    }

    @Test
    void should_try_the_rules_of_a_user_first() {
        FailureRules own = read("""
                rules:
                  - {pattern: 'disk\\s+full', class: ours, advice: ask for a larger build machine}
                  - {pattern: could not be found, class: transient, advice: the gallery is replicated at night}
                """, "own.yaml").orElseThrow();
        FailureRules both = own.orElse(RULES);

        assertThat(both.classify(failed("DISK\nfull")))
                .isEqualTo(new Failure(FailureClass.OURS, "ask for a larger build machine"));
        assertThat(both.classify(failed("Source image 'x' could not be found")).failureClass())
                .isEqualTo(FailureClass.TRANSIENT);
        assertThat(both.classify(failed("QuotaExceeded")).failureClass()).isEqualTo(FailureClass.OURS);
        assertThat(own.classify(failed("QuotaExceeded")).failureClass()).isEqualTo(FailureClass.UNCLASSIFIED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"rules": [{"pattern": "(", "class": "ours", "advice": "a"}]}    | own.json:1:24: error invalid-setting: the pattern is no regular expression: Unclosed group near index 1, at /rules/0/pattern; correct the pattern
            {"rules": [{"pattern": "a", "class": "Ours", "advice": "a"}]}    | own.json:1:38: error invalid-setting: the class is permanent, transient or ours, not 'Ours', at /rules/0/class; correct the class
            {"rules": [{"pattern": "a", "class": "ours"}]}                   | own.json:1:12: error invalid-setting: the rule's advice is missing, at /rules/0; give it a pattern, a class and an advice
            {"rules": [{"pattern": 1, "class": "ours", "advice": "a"}]}      | own.json:1:24: error invalid-setting: the rule's pattern is not a text, at /rules/0/pattern; give it a pattern, a class and an advice
            {"rules": [{"pattern": " ", "class": "ours", "advice": "a"}]}    | own.json:1:24: error invalid-setting: the rule's pattern is not a text, at /rules/0/pattern; give it a pattern, a class and an advice
            {"rules": ["a"]}                                                 | own.json:1:12: error invalid-setting: the rule is not an object, at /rules/0; give it a pattern, a class and an advice
            {"rules": {}}                                                    | own.json:1:11: error invalid-setting: 'rules' is not a list, at /rules; write the rules as a list of objects
            {}                                                               | own.json:1:1: error invalid-setting: 'rules' is not a list, at /rules; write the rules as a list of objects
            {"rules": [], "rulez": []}                                       | own.json:1:15: error unknown-setting: there is no 'rulez' here, at /rulez; did you mean 'rules'?
            {"rules": [{"pattern": "a", "class": "ours", "advice": "a", "x": 1}]} | own.json:1:61: error unknown-setting: there is no 'x' here, at /rules/0/x; known here: pattern, class, advice
            []                                                               | own.json:1:1: error not-an-object: the document is not an object; write it as names with values
            """)
    void should_say_where_a_file_is_wrong(String document, String problem) {
        Problems problems = new Problems();

        assertThat(read(document, "own.json", problems)).isEmpty();
        assertThat(problems.sorted()).extracting(Problem::toString).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Source image", "Build (Managed Image) step failed ", "a_", "exceeding ", "subscription "})
    void should_come_to_an_end_with_a_long_text(String part) {
        Build build = failed(part.repeat(2_000));

        assertThat(RULES.classify(build).failureClass()).isEqualTo(FailureClass.UNCLASSIFIED);
    }

    private static Build failed(String error) {
        return Builds.of("a", BuildState.FAILED, error);
    }

    private static FailureClass classOf(Build build) {
        return RULES.classify(build).failureClass();
    }

    private static String kindOf(String imageId, String error) {
        return RULES.kindOf(Builds.of(imageId, BuildState.FAILED, error));
    }

    private static Optional<FailureRules> read(String document, String path) {
        return read(document, path, new Problems());
    }

    private static Optional<FailureRules> read(String document, String path, Problems problems) {
        return FailureRules.read(SourceFile.of(path, document.getBytes(UTF_8)), problems);
    }
}
