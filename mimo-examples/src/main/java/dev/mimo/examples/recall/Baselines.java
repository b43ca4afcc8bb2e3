package dev.mimo.examples.recall;

import dev.mimo.agent.AgentPart;
import dev.mimo.model.Prompt;

/** What other agents do with a long conversation. None of them has a tool to look things up. */
final class Baselines {

    private Baselines() {}

    /** Shows all that was ever said; the model it serves has no limit. */
    static Remembering wholeHistory() {
        Flow flow = new Flow();
        return new Remembering() {
            @Override
            public String name() {
                return "whole";
            }

            @Override
            public AgentPart part() {
                return parts -> parts.hook(flow)
                        .assembler(material -> new Prompt(
                                material.system(),
                                flow.take(material.conversation()),
                                material.tools(),
                                material.options()));
            }

            @Override
            public boolean isUnlimited() {
                return true;
            }
        };
    }

    /** Shows the newest messages that fit into so many tokens. */
    static Remembering slidingWindow(long budget) {
        Flow flow = new Flow();
        return new Remembering() {
            @Override
            public String name() {
                return "sliding";
            }

            @Override
            public AgentPart part() {
                return parts -> parts.hook(flow).assembler(new SlidingWindow(flow, budget));
            }
        };
    }

    /** Replaces old messages by a summary whenever the budget is nearly used up. */
    static Remembering oneShotSummary(long budget, Attention attention) {
        Flow flow = new Flow();
        OneShotSummary assembler = new OneShotSummary(flow, budget, new Summariser(attention));
        return new Remembering() {
            @Override
            public String name() {
                return "summary";
            }

            @Override
            public AgentPart part() {
                return parts -> parts.hook(flow).assembler(assembler);
            }

            @Override
            public long tokensBeside() {
                return assembler.summarising();
            }
        };
    }
}
