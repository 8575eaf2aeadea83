package dev.imagefactory.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The zip, unpacked as people do. */
final class Installation {
    private Installation() {}

    /** Unpacks it, and returns the folder in which the program is. */
    static Path unpack(Path folder) throws IOException {
        assumeTrue(File.separatorChar == '/', "the modes of files are those of POSIX");
        URI zip = URI.create(
                "jar:" + Path.of(System.getProperty("distribution.zip")).toUri());
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"));
                Stream<Path> paths = Files.walk(files.getPath("/"))) {
            for (Path path : paths.toList()) {
                Path copy = folder.resolve(path.toString().substring(1));
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                    Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(path));
                }
            }
        }
        try (Stream<Path> roots = Files.list(folder)) {
            return roots.findFirst().orElseThrow();
        }
    }
}
