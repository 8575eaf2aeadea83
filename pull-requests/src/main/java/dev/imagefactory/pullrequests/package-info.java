/**
 * A consumer in a git repository, changed by branches and pull requests.
 *
 * <p>Git itself goes through JGit, to any remote; nothing is checked out.
 * {@link dev.imagefactory.pullrequests.PullRequests} is the port to the services that review branches. Knows nothing of
 * images. Start at {@link dev.imagefactory.pullrequests.GitConsumer}, whose {@code Attempt} has the rules of what is
 * written when.
 */
@NullMarked
package dev.imagefactory.pullrequests;

import org.jspecify.annotations.NullMarked;
