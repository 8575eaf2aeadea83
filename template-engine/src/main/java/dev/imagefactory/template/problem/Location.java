package dev.imagefactory.template.problem;

/**
 * A place in a file.
 *
 * @param file the path as the caller gave it, with {@code /} between folders
 * @param line counted from 1; 0 where the problem concerns the file or folder as a whole
 * @param column counted from 1 in UTF-16 units; 0 where {@code line} is 0
 */
public record Location(String file, int line, int column) {
    /** The location of what stands in no file. */
    public static final Location NONE = new Location("", 0, 0);

    /** The file or folder as a whole. */
    public static Location of(String file) {
        return new Location(file, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
