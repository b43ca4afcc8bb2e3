package dev.mimo.memory.layer;

/** A part of the {@link LayerLedger}. Names are stored: they are never changed, only added. */
public enum Shelf {
    /** What each published file held last, by its place under the memory root. */
    LAYER,
    /** What was noted, by the folder of the session. */
    NOTES,
    /** How far checkpoints have taken notes in, by the folder of the session. */
    CONSUMED,
    /** Projects and the folders they were last seen in, by the id of the project. */
    PROJECT,
    /** Findings that are not yet sure enough to be remembered, by project and finding. */
    CANDIDATE,
    /** What might be remembered for all projects, by its wording. */
    PROPOSAL,
    /** Changes of files that came from nobody who may make them, by their own id. */
    UNVERIFIED
}
