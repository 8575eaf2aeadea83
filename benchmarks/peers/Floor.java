import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The floor: what a JVM needs to read each file of a folder and to hash it. Prints a hash over the hashes. */
final class Floor {
    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        MessageDigest ofFile = MessageDigest.getInstance("SHA-256");
        MessageDigest ofAll = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[64 * 1024];
        Files.walkFileTree(Path.of(arguments[0]), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try (FileInputStream in = new FileInputStream(file.toFile())) {
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        ofFile.update(buffer, 0, read);
                    }
                }
                ofAll.update(ofFile.digest());
                return FileVisitResult.CONTINUE;
            }
        });
        System.out.println(HexFormat.of().formatHex(ofAll.digest()));
    }
}
