package dev.imagefactory.osob;

/**
 * A change of a part of a scalar.
 *
 * @param from the part as it is; occurs exactly once in the value, and in the token as it is written
 * @param to the part as it shall be
 */
record ScalarEdit(Scalar scalar, String from, String to) {
    ScalarEdit {
        if (from.isEmpty()) {
            throw new IllegalArgumentException("nothing is to be changed in line " + scalar.line());
        }
    }
}
