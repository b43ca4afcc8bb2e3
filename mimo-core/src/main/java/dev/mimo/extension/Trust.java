package dev.mimo.extension;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The host's word on which projects may act. Asked once for a loading, with the real path of the project's top folder: the
 * repository's, or the workspace where there is none. A yes is for all that lies in it.
 */
@FunctionalInterface
public interface Trust {

    boolean trusts(Path top);

    /** Trusts nothing. What holds where the host says nothing. */
    static Trust none() {
        return top -> false;
    }

    /** Trusts these folders and no others, also none below them. Links are followed now; what does not exist is not trusted. */
    static Trust only(Path... tops) {
        Set<Path> trusted = new HashSet<>();
        for (Path top : tops) {
            try {
                trusted.add(top.toRealPath());
            } catch (IOException e) {
                // Whatever appears there later is not what the host meant.
            }
        }
        return trusted::contains;
    }
}
