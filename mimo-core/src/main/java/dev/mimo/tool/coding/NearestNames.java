package dev.mimo.tool.coding;

import dev.mimo.environment.Spelling;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to say about a file that is not there: names in its folder that sound alike. */
final class NearestNames {

    private static final int MOST_NAMES = 3;
    private static final int MOST_ENTRIES = 2_000;

    private NearestNames() {}

    static String missing(Workspace workspace, Path real) {
        Path folder = real.getParent();
        Path name = real.getFileName();
        if (folder == null || name == null) {
            return "there is no " + workspace.show(real);
        }
        if (!Files.isDirectory(folder)) {
            return "there is no " + workspace.show(real) + ", nor the folder " + workspace.show(folder)
                    + nearestFolder(workspace, folder);
        }
        List<String> near = Spelling.near(name.toString(), names(folder), MOST_NAMES);
        return "there is no " + workspace.show(real)
                + (near.isEmpty()
                        ? ""
                        : "; did you mean "
                                + near.stream()
                                        .map(each -> workspace.show(folder.resolve(each)))
                                        .collect(Collectors.joining(", "))
                                + "?");
    }

    private static String nearestFolder(Workspace workspace, Path folder) {
        @Nullable Path at = folder;
        while (at != null && !Files.isDirectory(at)) {
            at = at.getParent();
        }
        return at == null ? "" : "; the nearest folder there is: " + workspace.show(at);
    }

    private static List<String> names(Path folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (names.size() < MOST_ENTRIES) {
                    names.add(String.valueOf(entry.getFileName()));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return names;
        }
        return names;
    }
}
