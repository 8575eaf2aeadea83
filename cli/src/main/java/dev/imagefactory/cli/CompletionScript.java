package dev.imagefactory.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Completion for shells, made from the parser's model: commands, options, values that are words or paths. */
final class CompletionScript {
    /** What options take that take one of a few words; a command's own rule has its name before. */
    static final Map<String, List<String>> CHOICES = Map.of(
            "--output", List.of("text", "json"),
            "graph --format", List.of("mermaid", "dot", "json"),
            "convert --to", List.of("json"),
            "--split-pairs", List.of("ignore", "warn", "error"),
            "--on-unknown-outcome", List.of("hold", "resubmit"),
            "--pull-request", List.of("azure-devops", "github", "none"),
            "--simulate-service", List.of("ignore-request-ids", "no-search"),
            "--authentication",
                    Arrays.stream(SignInMethod.values()).map(SignInMethod::id).toList());

    /** Descriptions of paths say so with their first words. */
    private static final Pattern FILE = Pattern.compile("(?i)(\\S+ ){0,4}file\\b.*");

    private static final Pattern FOLDER = Pattern.compile("Folder\\b.*");

    private final Map<String, Completed> commands = new LinkedHashMap<>();
    private final List<String> global;

    CompletionScript(JCommander parser) {
        parser.getCommands().forEach((name, command) -> commands.put(name, Completed.of(name, command, parser)));
        global = options(parser)
                .map(ParameterDescription::getLongestName)
                .sorted()
                .toList();
    }

    /** What an option, or an argument, takes. */
    enum Kind {
        NOTHING,
        WORDS,
        FILE,
        FOLDER,
        TEXT
    }

    /**
     * An option, or the argument of a command.
     *
     * @param words that it takes one of, where {@code kind} says so
     */
    record Taken(String name, String description, Kind kind, List<String> words) {}

    /** @param argument null where there is none */
    record Completed(
            String description,
            List<Taken> options,
            @Nullable Taken argument) {
        static Completed of(String name, JCommander command, JCommander parser) {
            List<Taken> options = CompletionScript.options(command)
                    .sorted(Comparator.comparing(ParameterDescription::getLongestName))
                    .map(option -> option(name, option))
                    .toList();
            @Nullable
            ParameterDescription main = command.getMainParameter() == null ? null : command.getMainParameterValue();
            return new Completed(
                    parser.getUsageFormatter().getCommandDescription(name),
                    options,
                    main == null ? null : argument(main.getDescription()));
        }

        private static Taken option(String command, ParameterDescription option) {
            String name = option.getLongestName();
            String description = option.getDescription();
            List<String> words = CHOICES.getOrDefault(command + " " + name, CHOICES.getOrDefault(name, List.of()));
            Class<?> type = option.getParameterized().getType();
            Kind kind = type == boolean.class || type == Boolean.class
                    ? Kind.NOTHING
                    : !words.isEmpty()
                            ? Kind.WORDS
                            : FOLDER.matcher(description).matches()
                                    ? Kind.FOLDER
                                    : FILE.matcher(description).matches() ? Kind.FILE : Kind.TEXT;
            return new Taken(name, description, kind, words);
        }

        /** @param form such as {@code export | import FILE} */
        private static Taken argument(String form) {
            List<String> words = form.contains(" | ")
                    ? Arrays.stream(form.split(" \\| "))
                            .map(word -> word.replaceFirst(" .*", ""))
                            .toList()
                    : List.of();
            Kind kind = !words.isEmpty()
                    ? Kind.WORDS
                    : form.contains("DIR") ? Kind.FOLDER : form.contains("FILE") ? Kind.FILE : Kind.TEXT;
            return new Taken("", form, kind, words);
        }
    }

    Map<String, Completed> commands() {
        return commands;
    }

    private static Stream<ParameterDescription> options(JCommander parser) {
        return parser.getParameters().stream();
    }

    String bash() {
        StringBuilder script = new StringBuilder("""
                # Completion of imagefactory for bash: source this file.
                _imagefactory() {
                  local IFS=$' \\t\\n' cur prev='' command='' words='' i
                  cur=${COMP_WORDS[COMP_CWORD]}
                  ((COMP_CWORD > 0)) && prev=${COMP_WORDS[COMP_CWORD - 1]}
                  for ((i = 1; i < COMP_CWORD; i++)); do
                    if [[ ${COMP_WORDS[i]} != -* ]]; then
                      command=${COMP_WORDS[i]}
                      break
                    fi
                  done
                  COMPREPLY=()
                  case $command in
                """);
        script.append("    '') words='")
                .append(String.join(" ", commands.keySet()))
                .append("' ;;\n");
        commands.forEach((name, command) -> {
            script.append("    ").append(name).append(")\n      case $prev in\n");
            for (Kind kind : List.of(Kind.FILE, Kind.FOLDER, Kind.TEXT)) {
                String options = command.options().stream()
                        .filter(option -> option.kind() == kind)
                        .map(Taken::name)
                        .collect(Collectors.joining(" | "));
                if (!options.isEmpty()) {
                    script.append("        ")
                            .append(options)
                            .append(") ")
                            .append(bashPaths(kind))
                            .append("return ;;\n");
                }
            }
            for (Taken option : command.options()) {
                if (option.kind() == Kind.WORDS) {
                    script.append("        ")
                            .append(option.name())
                            .append(") words='")
                            .append(String.join(" ", option.words()))
                            .append("' ;;\n");
                }
            }
            script.append("        *)\n          if [[ $cur == -* ]]; then\n            words='")
                    .append(command.options().stream().map(Taken::name).collect(Collectors.joining(" ")))
                    .append("'\n          else\n            ")
                    .append(bashArgument(command.argument()))
                    .append("\n          fi\n          ;;\n      esac\n      ;;\n");
        });
        return script.append("""
                  esac
                  [[ -z $command && $cur == -* ]] && words='GLOBAL'
                  COMPREPLY=($(compgen -W "$words" -- "$cur"))
                }

                _imagefactory_paths() {
                  local IFS=$'\\n'
                  compopt -o filenames 2> /dev/null
                  COMPREPLY=($(compgen "$1" -- "$2"))
                }

                complete -F _imagefactory imagefactory ./imagefactory""".replace("GLOBAL", String.join(" ", global))).toString();
    }

    private static String bashPaths(Kind kind) {
        return switch (kind) {
            case FILE -> "_imagefactory_paths -f \"$cur\"; ";
            case FOLDER -> "_imagefactory_paths -d \"$cur\"; ";
            default -> "";
        };
    }

    private static String bashArgument(@Nullable Taken argument) {
        if (argument == null) {
            return "return";
        }
        return argument.kind() == Kind.WORDS
                ? "words='" + String.join(" ", argument.words()) + "'"
                : bashPaths(argument.kind()) + "return";
    }

    String zsh() {
        StringBuilder script = new StringBuilder("""
                #compdef imagefactory
                # Completion of imagefactory for zsh: save it as _imagefactory in a folder of $fpath.
                _imagefactory() {
                  local -a commands
                  commands=(
                """);
        commands.forEach((name, command) -> script.append("    '")
                .append(name)
                .append(':')
                .append(plain(command.description()))
                .append("'\n"));
        script.append("""
                  )
                  if ((CURRENT == 2)); then
                    _describe command commands
                    return
                  fi
                  local command=$words[2]
                  shift words
                  ((CURRENT--))
                  case $command in
                """);
        commands.forEach((name, command) -> {
            List<String> specs = new ArrayList<>();
            command.options()
                    .forEach(option -> specs.add(
                            "'*" + option.name() + "[" + plain(option.description()) + "]" + zshAction(option) + "'"));
            if (command.argument() != null) {
                specs.add("'*" + zshAction(command.argument()) + "'");
            }
            script.append("    ")
                    .append(name)
                    .append(")\n      _arguments \\\n        ")
                    .append(String.join(" \\\n        ", specs))
                    .append("\n      ;;\n");
        });
        return script.append("  esac\n}\n\n_imagefactory \"$@\"").toString();
    }

    private static String zshAction(Taken taken) {
        return switch (taken.kind()) {
            case NOTHING -> "";
            case WORDS -> ":value:(" + String.join(" ", taken.words()) + ")";
            case FILE -> ":file:_files";
            case FOLDER -> ":folder:_files -/";
            case TEXT -> ":value: ";
        };
    }

    /** The first clause of a description, without what means something to a shell. */
    private static String plain(String description) {
        return description
                .replaceFirst("[:;(\\[].*", "")
                .replaceAll("['\"\\\\\\]`$]", "")
                .strip();
    }

    String powershell() {
        StringBuilder script = new StringBuilder("""
                # Completion of imagefactory for PowerShell: add it to $PROFILE.
                Register-ArgumentCompleter -Native -CommandName imagefactory -ScriptBlock {
                  param($wordToComplete, $commandAst, $cursorPosition)
                  $options = @{
                """);
        script.append("    '' = ").append(quoted(global)).append('\n');
        commands.forEach((name, command) -> script.append("    '")
                .append(name)
                .append("' = ")
                .append(quoted(command.options().stream().map(Taken::name).toList()))
                .append('\n'));
        script.append("  }\n  $values = @{\n    '' = ")
                .append(quoted(List.copyOf(commands.keySet())))
                .append('\n');
        commands.forEach((name, command) -> {
            if (command.argument() != null && command.argument().kind() == Kind.WORDS) {
                script.append("    '")
                        .append(name)
                        .append("' = ")
                        .append(quoted(command.argument().words()))
                        .append('\n');
            }
            for (Taken option : command.options()) {
                if (option.kind() != Kind.NOTHING) {
                    script.append("    '")
                            .append(name)
                            .append(' ')
                            .append(option.name())
                            .append("' = ")
                            .append(quoted(option.words()))
                            .append('\n');
                }
            }
        });
        return script.append("""
                  }
                  $words = @($commandAst.CommandElements |
                    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | Select-Object -Skip 1 |
                    ForEach-Object { $_.ToString() })
                  $command = @($words | Where-Object { $_ -notlike '-*' })[0]
                  $asked = "$command $($words[-1])"
                  if ($words.Count -gt 1 -and $values.ContainsKey($asked)) { $found = $values[$asked] }
                  elseif ($wordToComplete -like '-*') { $found = $options["$command"] }
                  else { $found = $values["$command"] }
                  # Where nothing is found, PowerShell completes paths.
                  $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                  }
                }""").toString();
    }

    private static String quoted(List<String> words) {
        return "@(" + words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", ")) + ")";
    }
}
