package dev.mimo.undo;

import dev.mimo.environment.Cancellation;
import dev.mimo.tool.coding.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Looks at all files of a workspace that are not ignored, around one call.
 *
 * <p>A file that is seen only afterwards need not be new: rules on what to ignore may have changed, or it was moved here from
 * where nobody looked. It is taken for new, and so for something to delete, only when that is certain.
 */
final class WholeWorkspace implements Watching.Looking {

    /** File systems keep the time in ticks, and may lag behind the clock by one. */
    private static final Duration TICK = Duration.ofMillis(50);

    private final Path root;
    private final Manifest manifest;
    private final Predicate<Path> wanted;
    private final Instant start = Instant.now().minus(TICK);
    private final Map<Path, Object> rulesBefore = new TreeMap<>();
    private final Map<Path, Object> rulesNow = new TreeMap<>();
    private boolean looked;

    WholeWorkspace(Path root, Manifest manifest, Predicate<Path> wanted) {
        this.root = root;
        this.manifest = manifest;
        this.wanted = wanted;
    }

    @Override
    public Map<Path, Image> look() throws IOException {
        List<Path> files = WorkspaceFiles.list(root, Cancellation.never()).stream()
                .filter(wanted)
                .toList();
        Map<Path, Image> images = manifest.images(files);
        boolean again = looked;
        Map<Path, Object> rules = again ? rulesNow : rulesBefore;
        looked = true;
        images.forEach((path, image) -> {
            if (path.endsWith(".gitignore")) {
                rules.put(path, image);
            }
        });
        // A .gitignore that the call itself has made hides files, but shows none.
        if (again) {
            rulesNow.keySet().removeIf(path -> path.endsWith(".gitignore") && !rulesBefore.containsKey(path));
        }
        for (Path at = root; at != null; at = at.getParent()) {
            Path exclude = at.resolve(".git/info/exclude");
            rules.put(exclude, Files.exists(exclude) ? Files.getLastModifiedTime(exclude) : "none");
            rules.put(at.resolve(".git"), Files.exists(at.resolve(".git")));
        }
        return images;
    }

    @Override
    public Image unseen(Path path) {
        try {
            boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
            Map<String, Object> times = Files.readAttributes(
                    path, unix ? "unix:ctime,lastModifiedTime" : "lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            boolean recent = times.values().stream()
                    .allMatch(time -> !((FileTime) time).toInstant().isBefore(start));
            return recent && rulesBefore.equals(rulesNow) ? Image.ABSENT : Image.UNKNOWN;
        } catch (IOException e) {
            return Image.UNKNOWN;
        }
    }
}
