/**
 * What agents do, for those who operate them: {@link dev.mimo.telemetry.OpenTelemetryTracing} makes traces,
 * {@link dev.mimo.telemetry.MicrometerMetrics} counts and measures, {@link dev.mimo.telemetry.EventLog} writes structured
 * logs. Each is a part of the agent, {@code builder.part(…)}, and made of the events that every listener hears; none sends
 * anything by itself: what a host wires is all there is.
 *
 * <p>What people, models and tools said stays out of all three unless a host asks for it, and even then secrets are taken out.
 * The libraries are optional: who uses {@code OpenTelemetryTracing} adds {@code io.opentelemetry:opentelemetry-api}, who uses
 * {@code MicrometerMetrics} adds {@code io.micrometer:micrometer-core}.
 */
package dev.mimo.telemetry;
