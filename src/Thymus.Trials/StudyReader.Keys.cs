using Thymus.Therapies.Text;

namespace Thymus.Trials;

public static partial class StudyReader
{
    /// <summary>The keys of a study file. docs/formats/study.schema.json has the same.</summary>
    internal static class Keys
    {
        public static readonly SectionKeys Study = new(
            "a study", "study.schema.json#",
            ["id", "title", "question", "arms", "control", "patients_per_arm", "seed", "duration"],
            ["twins", "enrolled", "assessments", "endpoints", "drop_out", "output_interval", "solver", "published", "limits"]);

        public static readonly SectionKeys Arm = new(
            "an arm", "study.schema.json#arm", ["id", "title", "therapy"],
            ["regimen", "placebo", "stop_at_progression", "longest_treatment"]);

        public static readonly SectionKeys Continuous = new(
            "a continuous endpoint", "study.schema.json#continuous", ["id", "title", "kind", "output"],
            ["at", "over", "measure", "baseline", "scale", "better", "detection_limit", "measurement_error"]);

        public static readonly SectionKeys Responder = new(
            "a responder endpoint", "study.schema.json#responder", ["id", "title", "kind", "thresholds"],
            ["output", "at", "over", "measure", "baseline", "better", "detection_limit", "measurement_error"]);

        public static readonly SectionKeys TimeToEvent = new(
            "a time-to-event endpoint", "study.schema.json#timeToEvent", ["id", "title", "kind", "cumulative_hazard"], ["from", "to", "better"]);

        public static readonly SectionKeys Window = new("a window", "study.schema.json#window", ["from", "to"], ["every", "take"]);

        public static readonly SectionKeys Threshold = new(
            "a threshold", "study.schema.json#threshold", ["id", "title"], ["at_least", "at_most", "probability"]);

        public static readonly SectionKeys Assessments = new(
            "an assessment plan", "study.schema.json#assessments", ["interval"],
            ["confirmation", "minimum_stable_disease", "measurement_error", "complete_response_below"]);

        public static readonly SectionKeys DropOut = new(
            "drop-out", "study.schema.json#dropOut", ["hazard", "source", "confidence"], []);

        public static readonly SectionKeys Solver = new(
            "solver settings", "study.schema.json#solver", [],
            ["relative_tolerance", "absolute_tolerance", "states", "method", "step_limit", "longest_step"]);

        public static readonly SectionKeys State = new(
            "settings of a state", "study.schema.json#state", ["name"], ["absolute_tolerance", "non_negative"]);

        public static readonly SectionKeys Published = new(
            "a published result", "study.schema.json#published",
            ["trial", "arm", "quantity", "value", "population", "matches", "source", "confidence"],
            ["endpoint", "term", "at", "low", "high", "patients"]);

        public static IReadOnlyList<SectionKeys> All { get; } =
            [Study, Arm, Continuous, Responder, TimeToEvent, Window, Threshold, Assessments, DropOut, Solver, State, Published];
    }
}
