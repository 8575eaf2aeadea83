package dev.imagefactory.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagefactory.cli.Console.Colour;
import dev.imagefactory.osob.ImageMapping;
import dev.imagefactory.osob.Promotions.Move;
import dev.imagefactory.template.NearestName;
import dev.imagefactory.template.RenderedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** What the commands that move versions in the mapping file have in common. */
final class MappingFile {
    private MappingFile() {}

    static Path required(OsobOptions osob, Settings settings) {
        return osob.mapping(settings)
                .orElseThrow(
                        () -> new UsageException(
                                "say which file the versions are in: --mapping images.json, or osob.mapping in the configuration"));
    }

    static void requireImage(Offered offered, String imageId) {
        List<String> ids =
                offered.images().images().stream().map(RenderedImage::id).toList();
        if (!ids.contains(imageId)) {
            throw new UsageException("there is no image '" + imageId + "'"
                    + NearestName.of(imageId, ids)
                            .map(id -> "; did you mean '" + id + "'?")
                            .orElse(""));
        }
    }

    /** Looks whether the file can be written, before anything else is. */
    static void check(Settings settings, Path file) {
        WholeFile.check(file, "the mapping " + settings.shown(file));
    }

    static <T> T orRefuse(Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** Writes the versions that move; a file in which none does stays as it is. */
    static void write(Wiring wiring, Settings settings, Path file, ImageMapping before, List<Move> moves) {
        ImageMapping after = before;
        for (Move move : moves) {
            after = move.isChange() ? after.with(move.imageId(), move.after()) : after;
        }
        if (!after.equals(before)) {
            String text = after.text();
            WholeFile.write(file, settings.shown(file), out -> out.write(text));
        }
    }

    static void print(Wiring wiring, InputOptions input, List<Move> moves) {
        if (input.output == OutputFormat.JSON) {
            wiring.console().document(json(moves));
            return;
        }
        for (Move move : moves) {
            String before = move.before().isEmpty() ? "" : String.join(", ", move.before());
            if (move.heldBack() != null) {
                String stays = before.isEmpty() ? "not promoted" : "stays on " + before;
                wiring.console().result(Colour.YELLOW, move.imageId() + ": " + stays + "; " + move.heldBack());
            } else if (move.isChange()) {
                String from = before.isEmpty() ? "" : before + " -> ";
                wiring.console().result(Colour.GREEN, move.imageId() + ": " + from + String.join(", ", move.after()));
            }
        }
        long changed = moves.stream().filter(Move::isChange).count();
        wiring.console().note(changed == 0 ? "no version moved" : "versions moved: " + changed);
    }

    private static String json(List<Move> moves) {
        ObjectNode root = ReportJson.root();
        ArrayNode images = root.putArray("images");
        for (Move move : moves) {
            ObjectNode node = images.addObject().put("id", move.imageId());
            ArrayNode before = node.putArray("before");
            move.before().forEach(before::add);
            ArrayNode after = node.putArray("after");
            move.after().forEach(after::add);
            node.put("heldBack", move.heldBack());
        }
        return ReportJson.text(root);
    }
}
