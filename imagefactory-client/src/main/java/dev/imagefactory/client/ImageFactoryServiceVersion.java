package dev.imagefactory.client;

import com.azure.core.util.ServiceVersion;
import dev.imagefactory.client.models.ServiceContract;

/** A version of the service's interface that this client speaks. */
public enum ImageFactoryServiceVersion implements ServiceVersion {
    /** Version 3, which is the only one whose contract is known. */
    V3("3");

    private final String version;

    ImageFactoryServiceVersion(String version) {
        this.version = version;
    }

    /** The newest version. */
    public static ImageFactoryServiceVersion getLatest() {
        return V3;
    }

    @Override
    public String getVersion() {
        return version;
    }

    ServiceContract contract() {
        return switch (this) {
            case V3 -> ServiceContract.defaults();
        };
    }
}
