/**
 * A consumer in a git repository, changed by branches and pull requests.
 *
 * <p>Git itself goes through JGit, to any remote; nothing is checked out. Knows nothing of images.
 */
@NullMarked
package dev.imagefactory.pullrequests;

import org.jspecify.annotations.NullMarked;
