package dev.mimo.agent;

import dev.mimo.model.Content;
import dev.mimo.model.Cut;
import dev.mimo.model.ToolResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.io.FileUtils;

/** Keeps what a model is told about a call within bounds: head and tail, and the whole in a file. */
final class LongResult {

    /** Characters of text that a model is told about one call: about 12,000 tokens. */
    static final int MOST = 50_000;

    private static final int HEAD = MOST / 3;

    private LongResult() {}

    /** The same result when it is short enough; {@code folder} is asked for only when it is not. */
    static ToolResult bound(ToolResult result, Supplier<Path> folder) {
        long length = 0;
        for (Content block : result.content()) {
            length += block instanceof Content.Text text ? text.text().length() : 0;
        }
        return length <= MOST ? result : cut(result, folder.get());
    }

    private static ToolResult cut(ToolResult result, Path folder) {
        String text = result.text();
        String where;
        try {
            Path file = folder.resolve("results").resolve(result.callId().replaceAll("[^A-Za-z0-9_-]", "_") + ".txt");
            Files.createDirectories(file.getParent());
            FileUtils.writeStringToFile(file.toFile(), text, StandardCharsets.UTF_8);
            where = "the whole is in " + file;
        } catch (IOException e) {
            where = "the whole could not be kept: " + e.getMessage();
        }
        int tail = MOST - HEAD;
        int headEnd = Cut.at(text, HEAD);
        int tailBegin = Cut.at(text, text.length() - tail);
        String told = text.substring(0, headEnd) + "\n[… " + (tailBegin - headEnd) + " characters left out; " + where
                + " …]\n" + text.substring(tailBegin);
        List<Content> content = new ArrayList<>();
        content.add(Content.text(told));
        result.content().stream()
                .filter(block -> !(block instanceof Content.Text))
                .forEach(content::add);
        return new ToolResult(result.callId(), content, result.error());
    }
}
