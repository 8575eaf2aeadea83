/**
 * Secrets from an Azure Key Vault: {@code kv_my-pat} in a definition is the secret {@code my-pat} of the vault.
 *
 * <p>Start at {@link dev.imagefactory.keyvault.KeyVaultSecrets}. The module must not know: how somebody signs in,
 * plans, or the Image Factory.
 */
@NullMarked
package dev.imagefactory.keyvault;

import org.jspecify.annotations.NullMarked;
