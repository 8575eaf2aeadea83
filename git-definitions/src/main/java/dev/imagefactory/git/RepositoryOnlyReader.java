package dev.imagefactory.git;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * JGit's view of the machine, without all that is not the repository: no environment, no settings of the user or of the
 * system, and no measuring of the file system, which would write into the repository and into the home directory.
 *
 * <p>JGit has one such view for the whole process. This one takes the place of JGit's own, and of no other.
 */
final class RepositoryOnlyReader extends SystemReader.Delegate {
    /** The coarsest resolution of time stamps that file systems have (FAT): safe on all of them. */
    private static final long RESOLUTION_SECONDS = 2;

    private static final String OF_JGIT = SystemReader.class.getName() + "$Default";

    private RepositoryOnlyReader(SystemReader machine) {
        super(machine);
    }

    /** Puts this view in place, unless the program has chosen one. */
    static synchronized void install() {
        SystemReader current = SystemReader.getInstance();
        if (current.getClass().getName().equals(OF_JGIT)) {
            SystemReader.setInstance(new RepositoryOnlyReader(current));
        }
    }

    @Override
    public @Nullable String getenv(String variable) {
        return null;
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public StoredConfig getUserConfig() {
        return new NoConfig(null, FS.DETECTED);
    }

    @Override
    public StoredConfig getSystemConfig() {
        return new NoConfig(null, FS.DETECTED);
    }

    @Override
    public StoredConfig getJGitConfig() {
        return new NoConfig(null, FS.DETECTED);
    }

    /** Settings that are in no file; what JGit asks about file systems is answered as if it had been measured. */
    private static final class NoConfig extends FileBasedConfig {
        NoConfig(@Nullable Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }

        @Override
        public long getTimeUnit(
                String section, @Nullable String subsection, String name, long defaultValue, TimeUnit wantUnit) {
            return section.equals("filesystem")
                    ? wantUnit.convert(RESOLUTION_SECONDS, TimeUnit.SECONDS)
                    : super.getTimeUnit(section, subsection, name, defaultValue, wantUnit);
        }
    }
}
