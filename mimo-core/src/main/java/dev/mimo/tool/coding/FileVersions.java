package dev.mimo.tool.coding;

import dev.mimo.environment.Sha256;
import dev.mimo.tool.InvalidCall;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a session last saw of each file, as SHA-256 of its bytes. Safe for use by several threads. */
final class FileVersions {

    private final Map<Path, String> seen = new ConcurrentHashMap<>();

    void saw(Path real, byte[] content) {
        seen.put(real, Sha256.hex(content));
    }

    void forget(Path real) {
        seen.remove(real);
    }

    /** Throws {@link InvalidCall} when the session does not know the file as it is now. */
    void requireSeen(Path real, byte[] content, String shown) {
        String known = seen.get(real);
        if (known == null) {
            throw new InvalidCall(shown + " was not read yet: read it before you change it");
        }
        if (!known.equals(Sha256.hex(content))) {
            throw new InvalidCall(shown + " was changed by someone else since you saw it: read it again");
        }
    }
}
