package dev.imagefactory.emulator;

/** A pattern over image names: {@code *} stands for any text, {@code ?} for one character, and case does not count. */
record ImageNameGlob(String pattern) {

    /**
     * Matches in time proportional to pattern times name: after a mismatch only the latest {@code *} can take one more.
     */
    boolean matches(String imageName) {
        int[] glob = folded(pattern);
        int[] name = folded(imageName);
        int inGlob = 0;
        int inName = 0;
        int afterStar = -1;
        int starEnd = 0;
        while (inName < name.length) {
            if (inGlob < glob.length && glob[inGlob] == '*') {
                inGlob++;
                afterStar = inGlob;
                starEnd = inName;
            } else if (inGlob < glob.length && (glob[inGlob] == '?' || glob[inGlob] == name[inName])) {
                inGlob++;
                inName++;
            } else if (afterStar >= 0) {
                inGlob = afterStar;
                starEnd++;
                inName = starEnd;
            } else {
                return false;
            }
        }
        while (inGlob < glob.length && glob[inGlob] == '*') {
            inGlob++;
        }
        return inGlob == glob.length;
    }

    private static int[] folded(String text) {
        return ImageNameKey.of(text).folded().codePoints().toArray();
    }
}
