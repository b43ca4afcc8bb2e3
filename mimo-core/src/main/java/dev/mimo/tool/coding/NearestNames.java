package dev.mimo.tool.coding;

import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
        List<String> near = near(name.toString(), names(folder));
        return "there is no " + workspace.show(real)
                + (near.isEmpty()
                        ? ""
                        : "; did you mean "
                                + near.stream()
                                        .map(each -> workspace.show(folder.resolve(each)))
                                        .collect(Collectors.joining(", "))
                                + "?");
    }

    static List<String> near(String wanted, List<String> names) {
        String low = wanted.toLowerCase(Locale.ROOT);
        int most = Math.max(2, low.length() / 3);
        return names.stream()
                .filter(name -> distance(low, name.toLowerCase(Locale.ROOT), most) <= most)
                .sorted(Comparator.<String>comparingInt(name -> distance(low, name.toLowerCase(Locale.ROOT), most))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_NAMES)
                .toList();
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

    /** Edits from one to the other; a part of the other counts as near; anything above {@code most} as one more. */
    private static int distance(String a, String b, int most) {
        if (a.length() > 2 && (b.contains(a) || (b.length() > 2 && a.contains(b)))) {
            return 1;
        }
        if (Math.abs(a.length() - b.length()) > most) {
            return most + 1;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
