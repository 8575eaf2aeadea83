package dev.imagefactory.cli;

import java.util.List;

/** Calls that the help of a command ends with. */
final class Examples {
    private static final String IMAGE = "VS2022/Helix-Server-Datacenter-2022-VS2022Enterprise";

    private Examples() {}

    /** What follows {@code imagefactory} on a command line of a POSIX shell; none for a command that is not known. */
    static List<String> of(String command) {
        return switch (command) {
            case "run" -> List.of("run --emulator --wait", "run --only 'VS2022/*' --max-submissions 5");
            case "plan" -> List.of("plan --all", "plan --only 'VS2022/*' --out plan.json");
            case "status" -> List.of("status --refresh", "status --fail-age 45d --output json");
            case "affected" -> List.of("affected --since origin/main", "affected --set VS_2022_VERSION=17_14_20");
            case "explain" -> List.of("explain " + IMAGE);
            case "graph" -> List.of("graph --format dot");
            case "validate" -> List.of("validate", "validate --templates images --variables variables.json");
            case "render" -> List.of("render " + IMAGE);
            case "retry" -> List.of("retry " + IMAGE);
            case "cancel" -> List.of("cancel 'VS2022Preview/*'");
            case "adopt" -> List.of("adopt " + IMAGE + " 6f9619ff-8b86-d011-b42d-00cf4fc964ff");
            case "osob" -> List.of("osob versions --consumer ../osob", "osob update --consumer ../osob --dry-run");
            case "promote" -> List.of("promote --mapping versions.yaml --all-passed");
            case "rollback" -> List.of("rollback --mapping versions.yaml " + IMAGE);
            case "ledger" -> List.of("ledger export --file builds.jsonl", "ledger import builds.jsonl");
            case "submit" -> List.of("submit --emulator templates/base-images/NonVSImages/helix-debian-12.json");
            case "emulator" -> List.of("emulator --port 8080 --simulate 'fail@1=*Preview*'");
            case "init" -> List.of("init images");
            case "convert" -> List.of("convert definitions --dry-run", "convert definitions --to json --keep-comments");
            case "extract" -> List.of("extract definitions --dry-run", "extract definitions --out templates");
            case "completion" -> List.of("completion bash > ~/.imagefactory.bash");
            default -> List.of();
        };
    }
}
