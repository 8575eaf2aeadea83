package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import org.jspecify.annotations.Nullable;

/** Who asks Azure's services, and which vault holds the secrets. */
final class AzureOptions {
    @Nullable
    @Parameter(
            names = "--vault",
            description = "URL of the Azure Key Vault that secrets come from (or IMAGE_FACTORY_VAULT)")
    String vault;

    @Nullable
    @Parameter(
            names = "--authentication",
            description =
                    "auto, client-secret, azure-pipelines, workload-identity, managed-identity, azure-cli, default"
                            + " (azure-identity's chain) or none (default: auto, which goes by what else is given)")
    String authentication;

    @Nullable
    @Parameter(names = "--tenant-id", description = "Azure AD tenant (or IMAGE_FACTORY_TENANT_ID)")
    String tenantId;

    @Nullable
    @Parameter(names = "--client-id", description = "Azure AD application (or IMAGE_FACTORY_CLIENT_ID)")
    String clientId;

    @Nullable
    @Parameter(
            names = "--client-secret-file",
            description = "File that holds the application's secret (or the secret itself in"
                    + " IMAGE_FACTORY_CLIENT_SECRET; never as an argument, which other processes can read)")
    String clientSecretFile;

    @Nullable
    @Parameter(
            names = "--service-connection-id",
            description = "Service connection of Azure Pipelines (or AZURESUBSCRIPTION_SERVICE_CONNECTION_ID)")
    String serviceConnectionId;
}
