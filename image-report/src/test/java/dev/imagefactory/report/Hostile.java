package dev.imagefactory.report;

import dev.imagefactory.osob.Reference;
import dev.imagefactory.planner.Action;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ImageGraph;
import dev.imagefactory.planner.ImageGraph.Edge;
import dev.imagefactory.planner.ImageGraph.EdgeKind;
import dev.imagefactory.planner.ImageGraph.Node;
import dev.imagefactory.planner.ImageGraph.NodeKind;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.Reason;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.planner.Rollout;
import dev.imagefactory.template.ImageTarget;
import java.util.List;
import java.util.TreeMap;

/** A report in which each text that others choose is a given one, numbered so that no two are equal. */
final class Hostile {
    /** What has broken parsers, terminals, pipelines and eyes before. */
    static final List<String> TEXTS = List.of(
            "<script>alert(1)</script>",
            "</textarea></pre></title></style><script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "]]><x/>",
            "--><!--",
            "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
            "\" onmouseover=\"alert(1)\" x='",
            "&lt;b&gt; &amp; &#0; &nosuch;",
            "a\u0000b\u0001c\u0008d\u001fe\u007ff\u0085g\ufffe\uffff",
            "\ud800 alone, and \udc00",
            "\u202ereversed\u2066isolated\u200fmark\u2028line\u2029paragraph",
            "\u001b[31mred\u001b[0m \u001b]0;title\u0007",
            "a|b \\| c \\\\| d ||",
            "`code` ``two`` ```\nfence\n```",
            "# heading\n- item\n> quote\n| a | b |\n|---|---|\n",
            "##vso[task.setvariable variable=x]y",
            "##[error]x\n##VSO[build.addbuildtag]y",
            "::error file=a::b\n  ::set-output name=x::y\n::add-mask::z",
            "javascript:alert(1)",
            "https://user:secret@evil.example/\"><script>",
            "[text](javascript:alert(1)) ![](https://evil.example/x.png) @somebody #1",
            "{{x}} ${x} $(x) %{x}",
            "x".repeat(10_000),
            "\r\nline\rline\n\tline");

    private static final String FINGERPRINT = "0123456789abcdef".repeat(4);

    private final String text;
    private int number;

    private Hostile(String text) {
        this.text = text;
    }

    private String next() {
        return text + number++;
    }

    static ImageReport report(String text) {
        return new Hostile(text).report();
    }

    private ImageReport report() {
        String failed = next();
        String built = next();
        Build build = build(failed, BuildState.FAILED);
        Build good = build(built, BuildState.SUCCEEDED);
        ReportedFailure failure = new ReportedFailure(
                failed,
                "permanent",
                next(),
                next(),
                build,
                next(),
                new SavedLog("logs/a.txt", next(), next()),
                List.of(build),
                next(),
                true);
        ReportedFailure stray = new ReportedFailure(
                next(), "stalled", next(), null, null, null, SavedLog.missing(next()), List.of(), null, false);
        Node variable = new Node(NodeKind.VARIABLE, next(), "");
        Node first = new Node(NodeKind.DEFINITION, failed, "");
        Node second = new Node(NodeKind.DEFINITION, built, "");
        return new ImageReport(
                Scene.NOW,
                List.of(next()),
                List.of(failure, stray),
                List.of(image(failed, ReasonCode.ATTEMPTS_SPENT, build), image(built, ReasonCode.UP_TO_DATE, good)),
                List.of(
                        new Incident(Incident.Kind.STALLED, failed, next()),
                        new Incident(Incident.Kind.SERVICE_UNAVAILABLE, null, next())),
                new ImageGraph(
                        List.of(variable, first, second),
                        List.of(
                                new Edge(variable, first, EdgeKind.USED_BY),
                                new Edge(first, second, EdgeKind.BASE_OF))));
    }

    private Build build(String imageId, BuildState state) {
        return new Build(
                new BuildOrder(
                        new BuildKey(imageId, FINGERPRINT, 1),
                        "00000000-0000-0000-0000-000000000001",
                        Scene.NOW.minusSeconds(7_200),
                        ReasonCode.NEW,
                        List.of(new ImageTarget(next(), next())),
                        new TreeMap<>(),
                        FINGERPRINT,
                        null,
                        null),
                new BuildProgress(
                        state,
                        Scene.NOW,
                        null,
                        next(),
                        true,
                        Scene.NOW,
                        next(),
                        next(),
                        new Rollout(null, List.of(next()))),
                2);
    }

    private ReportedImage image(String id, ReasonCode code, Build build) {
        boolean isUpToDate = code == ReasonCode.UP_TO_DATE;
        PlannedImage plan = new PlannedImage(
                id,
                List.of(next()),
                isUpToDate ? Action.NONE : Action.BLOCKED,
                new Reason(code, next(), List.of()),
                List.of(next()),
                1,
                2,
                build,
                null,
                null,
                0,
                null,
                null);
        Reference reference = new Reference(next(), 1, next(), next(), null, id, next());
        return new ReportedImage(
                plan,
                isUpToDate ? Verdict.BUILT : Verdict.BLOCKED,
                null,
                AgeMark.NEVER_BUILT,
                List.of(new UsedName(next(), true, List.of(reference))),
                List.of(build),
                null);
    }
}
