package dev.imagefactory.benchmarks;

import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One definition of a sample set, of 3 to 5 KB with about seven uses of variables: what a product team's image of a
 * build machine holds.
 */
final class SampleDefinition {
    private static final int SMALLEST = 3_500;
    private static final int LARGEST = 4_700;
    private static final int PERCENT_OF_SECRETS = 30;

    private static final List<String> REGIONS =
            List.of("westus2", "eastus", "eastus2", "northeurope", "westeurope", "southcentralus", "japaneast");

    /** Artifacts without variables; the braces and angle brackets in them are none. */
    private static final List<JsonObject> STEPS = List.of(
            script("Windows-RunPowerShell", """
                Get-Service | Where-Object { $_.Name -like 'Xbl*' } | Set-Service -StartupType Disabled
                """),
            script("Windows-RunPowerShell", """
                $ErrorActionPreference = 'Stop'
                $files = Get-ChildItem -Path C:\\Temp -Recurse -File
                if (($files | Measure-Object -Property Length -Sum).Sum -gt 1GB) {
                  $files | Sort-Object LastWriteTime | Select-Object -First 500 | Remove-Item -Force
                }
                """),
            script("Linux-RunScript", """
                #!/bin/sh
                set -eu
                rpm -qa --qf '%{name} %{version}\\n' | sort > /etc/image-packages
                find /var/log -type f -name '*.gz' -delete
                """),
            script("Windows-RunPowerShell", """
                # Zeitzone und Größe der Auslagerungsdatei bestimmt der Pool.
                $key = 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\FileSystem'
                Set-ItemProperty -Path $key -Name 'LongPathsEnabled' -Value 1
                """),
            step(
                    "Windows-UninstallMsi",
                    new JsonObjectBuilder()
                            .with("ProductCode", "{A2563E55-3BEC-3828-8D67-E5E8B9E8B675}")
                            .with("Arguments", "/quiet /norestart")
                            .with("IgnoreMissing", "true")
                            .with("TimeoutInSeconds", 600)),
            step(
                    "Windows-WriteFile",
                    new JsonObjectBuilder()
                            .with("Path", "C:\\ProgramData\\NuGet\\Config\\team.config")
                            .with(
                                    "Content",
                                    "<!-- team --><configuration><packageSources><clear /></packageSources></configuration>")
                            .with("Overwrite", true)),
            step(
                    "Windows-ServerAddFeature",
                    new JsonObjectBuilder().with("FeatureName", "Web-Asp-Net45").with("IncludeSubFeatures", "false")),
            step(
                    "Linux-InstallPackages",
                    new JsonObjectBuilder()
                            .with("Packages", "build-essential,cmake,git,python3,libicu72,lldb,gdb,tar,zip")
                            .with("Recommends", false)
                            .with("Retries", 3)),
            step(
                    "Windows-SetLanguage",
                    new JsonObjectBuilder()
                            .with("Language", "tr-TR")
                            .with("GeoId", 235)
                            .with("SetSystemLocale", true)
                            .with("RestartExplorer", "false")),
            step("Windows-EnableLongPaths", new JsonObjectBuilder().with("Scope", "machine")));

    private final int index;
    private final SampleVariables variables;
    private final SplittableRandom random;

    SampleDefinition(int index, SampleVariables variables, long seed) {
        this.index = index;
        this.variables = variables;
        this.random = new SplittableRandom(seed * 1_000_003 + index);
    }

    JsonObject document() {
        int size = random.nextInt(SMALLEST, LARGEST);
        // So each variable is used once there are half as many definitions.
        int first = 2 * index % variables.count();
        int second = (2 * index + 1) % variables.count();
        JsonObject head = new JsonObjectBuilder()
                .with("BaseImage", "/MicrosoftWindowsServer/WindowsServer/2022-datacenter-g2/20348.3932.250705")
                .with("Regions", regions())
                .with("BuildTimeoutInMinutes", random.nextInt(4, 10) * 60)
                .with("Destination", List.of(destination(first)))
                .build();
        List<JsonObject> artifacts = new ArrayList<>();
        artifacts.add(installation(List.of(first)));
        artifacts.add(installation(List.of(second)));
        artifacts.add(installation(List.of(anyVariable(), anyVariable())));
        artifacts.add(installation(List.of(anyVariable(), anyVariable())));
        if (random.nextInt(100) < PERCENT_OF_SECRETS) {
            artifacts.add(feed());
        }
        int room = size - lengthOf(head);
        for (JsonObject artifact : artifacts) {
            room -= lengthOf(artifact);
        }
        while (room > 0) {
            JsonObject step = STEPS.get(random.nextInt(STEPS.size()));
            artifacts.add(random.nextInt(artifacts.size() + 1), step);
            room -= lengthOf(step);
        }
        JsonObjectBuilder document = new JsonObjectBuilder();
        head.members().forEach(member -> {
            if (member.name().equals("Destination")) {
                document.with("Artifacts", artifacts);
            }
            document.with(member.name(), member.value());
        });
        return document.build();
    }

    /** The file's name without extension, and how the image's name begins. */
    static String name(int index) {
        return "helix-" + String.format(Locale.ROOT, "%06d", index);
    }

    private List<JsonString> regions() {
        int from = random.nextInt(REGIONS.size() - 3);
        return REGIONS.subList(from, from + random.nextInt(1, 4)).stream()
                .map(region -> new JsonString(region, Location.NONE))
                .toList();
    }

    private JsonObject destination(int variable) {
        String ending = random.nextBoolean()
                ? "-{BUILD_DATE}"
                : "_" + variables.use(variables.versionBeside(variable), random.nextBoolean());
        return new JsonObjectBuilder()
                .with("StorageAccountName", "heliximgfctdncwus2")
                .with("CustomImageName", name(index) + ending)
                .with("SubId", "84a65c9a-787d-45da-b10a-3a1cefce8060")
                .build();
    }

    private JsonObject installation(List<Integer> described) {
        List<JsonObject> packages = described.stream()
                .map(variable -> variables
                        .describe(variable, random.nextInt(10) < 7)
                        .with("Retries", random.nextInt(1, 5))
                        .build())
                .toList();
        return step("Windows-InstallPackages", new JsonObjectBuilder().with("Packages", packages));
    }

    private JsonObject feed() {
        return step(
                "Windows-NuGet-PrivateFeed",
                new JsonObjectBuilder()
                        .with(
                                "FeedUrl",
                                "https://pkgs.example.com/team/_packaging/team-" + random.nextInt(100)
                                        + "/nuget/v3/index.json")
                        .with("UserName", "build")
                        .with("Pat", "kv_feed-pat-" + random.nextInt(20)));
    }

    private int anyVariable() {
        return random.nextInt(variables.count());
    }

    private static JsonObject script(String name, String text) {
        return step(name, new JsonObjectBuilder().with("Script", text).with("FailOnError", true));
    }

    private static JsonObject step(String name, JsonObjectBuilder parameters) {
        return new JsonObjectBuilder()
                .with("Name", name)
                .with("Parameters", parameters.build())
                .build();
    }

    /** In characters, when it stands two deep in a definition. */
    private static int lengthOf(JsonObject value) {
        String text = JsonText.pretty(value);
        return text.length() + 4 * (int) text.lines().count();
    }
}
