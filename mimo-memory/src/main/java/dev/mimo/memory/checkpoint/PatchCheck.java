package dev.mimo.memory.checkpoint;

import dev.mimo.session.Entry;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A patch without what may not be in it.
 *
 * @param patch what is left
 * @param faults what is so wrong that the patch is not to be used; a writer is told, and may try again
 * @param refused what was left out, and the patch can be used all the same
 */
record PatchCheck(CheckpointPatch patch, List<String> faults, List<String> refused) {

    /** Items that a patch may add to a section. */
    static final int MOST_ADDED = 40;

    /** Findings of a patch. */
    static final int MOST_FINDINGS = 40;

    /** Checks a patch that was made of {@code range}. */
    static PatchCheck of(CheckpointPatch patch, CheckpointWriter.Range range, Transcript transcript) {
        Checking checking = new Checking(patch, transcript);
        if (patch.upTo() <= range.from() || patch.upTo() > range.to()) {
            checking.faults.add("upTo must lie behind " + range.from() + " and at most at " + range.to() + ", not at "
                    + patch.upTo());
        }
        return checking.run();
    }

    /** Whether a person said it, in this session, before {@code upTo}. */
    private static boolean isPersons(Transcript transcript, long sequence) {
        List<Stored> page = transcript.page(sequence, 1);
        return !page.isEmpty()
                && page.get(0).entry() instanceof Entry.MessageAdded added
                && added.message().isPersons();
    }

    private static final class Checking {

        private final CheckpointPatch patch;
        private final Transcript transcript;
        private final List<String> faults = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();

        Checking(CheckpointPatch patch, Transcript transcript) {
            this.patch = patch;
            this.transcript = transcript;
        }

        PatchCheck run() {
            Map<Section, CheckpointPatch.Change> changes = new EnumMap<>(Section.class);
            patch.changes().forEach((section, change) -> {
                if (section == Section.TASK_TREE) {
                    faults.add(section.title() + " is written by the runtime: change nothing there");
                } else {
                    List<CheckpointPatch.Line> lines = lines(section, change.add());
                    changes.put(section, new CheckpointPatch.Change(change.replace(), change.remove(), lines));
                }
            });
            List<Finding> findings = findings();
            CheckpointPatch left = new CheckpointPatch(patch.upTo(), changes, findings, patch.model());
            return new PatchCheck(left, List.copyOf(faults), List.copyOf(refused));
        }

        private List<CheckpointPatch.Line> lines(Section section, List<CheckpointPatch.Line> added) {
            List<CheckpointPatch.Line> good = new ArrayList<>();
            for (CheckpointPatch.Line line : added) {
                String place = section.title() + ", item " + (good.size() + 1);
                if (good.size() == MOST_ADDED) {
                    refused.add(section.title() + ": only the first " + MOST_ADDED + " items were taken");
                    break;
                }
                if (!isShown(place, line.text(), line.evidence())) {
                    continue;
                }
                if (section == Section.DIRECTIVES && !hasPersonsWord(line.evidence())) {
                    refused.add(place + ": nothing that the user said shows it, so it is no directive");
                    continue;
                }
                good.add(new CheckpointPatch.Line(ItemText.of(line.text(), ItemText.LONGEST), line.evidence()));
            }
            return good;
        }

        private List<Finding> findings() {
            List<Finding> good = new ArrayList<>();
            for (Finding finding : patch.findings()) {
                String place = "findings, item " + (good.size() + 1);
                if (good.size() == MOST_FINDINGS) {
                    refused.add("findings: only the first " + MOST_FINDINGS + " were taken");
                    break;
                }
                if (!isShown(place, finding.text(), finding.evidence())) {
                    continue;
                }
                boolean rule = finding.kind() == MemoryEntry.Kind.RULE || finding.kind() == MemoryEntry.Kind.PREFERENCE;
                if (rule && !hasPersonsWord(finding.evidence())) {
                    refused.add(place + ": nothing that the user said shows it, so it is no rule");
                    continue;
                }
                good.add(new Finding(
                        finding.kind(),
                        ItemText.of(finding.text(), ItemText.LONGEST),
                        finding.evidence(),
                        finding.paths(),
                        finding.sameAs(),
                        finding.contradicts()));
            }
            return good;
        }

        private boolean isShown(String place, String text, List<Long> evidence) {
            int before = faults.size();
            if (ItemText.of(text, ItemText.LONGEST).isEmpty()) {
                faults.add(place + " has no text");
            }
            if (evidence.isEmpty()) {
                faults.add(place + " names no entry that shows it");
            }
            for (long sequence : evidence) {
                if (sequence < 0 || sequence >= patch.upTo()) {
                    faults.add(
                            place + " names entry #" + sequence + ", and those read are #0 to #" + (patch.upTo() - 1));
                }
            }
            return faults.size() == before;
        }

        private boolean hasPersonsWord(List<Long> evidence) {
            return evidence.stream().anyMatch(sequence -> isPersons(transcript, sequence));
        }
    }
}
