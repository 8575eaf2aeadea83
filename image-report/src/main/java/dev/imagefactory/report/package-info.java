/**
 * One report of images, made of what a run or a plan says and what the ledger holds, with renderers for programs,
 * pipelines and people.
 *
 * <p>Start with {@link dev.imagefactory.report.ReportMaker} and {@link dev.imagefactory.report.ImageReport}. Knows no
 * file, clock or network: texts out, made at an instant that is given. All texts of others go through
 * {@link dev.imagefactory.report.SafeText}.
 */
@NullMarked
package dev.imagefactory.report;

import org.jspecify.annotations.NullMarked;
