package dev.imagefactory.emulator;

/** An image name as it is compared: without regard to case. */
record ImageNameKey(String folded) {

    /**
     * Folds code point by code point, like {@link String#equalsIgnoreCase}, so that the length in code points is kept.
     */
    static ImageNameKey of(String imageName) {
        int[] codePoints = imageName
                .codePoints()
                .map(Character::toUpperCase)
                .map(Character::toLowerCase)
                .toArray();
        return new ImageNameKey(new String(codePoints, 0, codePoints.length));
    }
}
