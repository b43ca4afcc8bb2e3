package dev.mimo.permission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.AtomicFile;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.environment.Sha256;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The grants of one project, kept in a file of a folder that the host gives; never in the project itself. Safe for use by
 * several threads; of several processes the last one to write wins, so a grant can be lost but none can appear.
 */
public final class GrantStore {

    private static final int LONGEST = 1 << 20;

    private final Path file;
    private final String project;

    private GrantStore(Path file, String project) {
        this.file = file;
        this.project = project;
    }

    /**
     * The grants of the project at {@code root}.
     *
     * @param folder private to the user, outside of all projects; made when it is missing
     * @throws IllegalArgumentException when the folder lies in the project: the project could then write its own grants
     */
    public static GrantStore open(Path folder, Path root) {
        try {
            Path project = root.toRealPath();
            PrivateFiles.createFolders(folder);
            if (folder.toRealPath().startsWith(project)) {
                throw new IllegalArgumentException("grants must not lie in the project they are for: " + folder);
            }
            return new GrantStore(
                    folder.toRealPath().resolve("grants-" + Sha256.hex(project.toString(), 24) + ".json"),
                    project.toString());
        } catch (IOException e) {
            throw new MimoException("grants cannot be kept in " + folder, e);
        }
    }

    /** All of them; none when the file is missing, unreadable or of another project. */
    public synchronized Set<Grant> grants() {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
                return Set.of();
            }
            ObjectNode json = Json.readObject(Files.readString(file));
            return json.path("project").asText().equals(project) ? read(json.path("grants")) : Set.of();
        } catch (IOException | RuntimeException e) {
            // No grant means that a person is asked again.
            return Set.of();
        }
    }

    /** Keeps one more. Throws {@link MimoException} when it cannot be written. */
    public synchronized void add(Grant grant) {
        Set<Grant> all = new LinkedHashSet<>(grants());
        if (!all.add(grant)) {
            return;
        }
        ObjectNode json = Json.object().put("project", project);
        ArrayNode list = json.putArray("grants");
        all.forEach(one -> list.addObject().put("tool", one.tool()).put("subject", one.subject()));
        try {
            AtomicFile.write(file, json.toPrettyString().getBytes(StandardCharsets.UTF_8), true);
        } catch (IOException e) {
            throw new MimoException("the grant could not be kept in " + file, e);
        }
    }

    private static Set<Grant> read(JsonNode list) {
        Set<Grant> grants = new LinkedHashSet<>();
        for (JsonNode one : list) {
            if (one.path("tool").isTextual() && one.path("subject").isTextual()) {
                grants.add(new Grant(
                        one.get("tool").textValue(), one.get("subject").textValue()));
            }
        }
        return grants;
    }
}
