using Thymus.Therapies.Text;

namespace Thymus.Trials;

public static partial class StudyReader
{
    /// <summary>The keys of a study file. docs/formats/study.schema.json has the same.</summary>
    internal static class Keys
    {
        public static readonly SectionKeys Study = new(
            "a study", "study.schema.json#",
            ["id", "title", "question", "arms", "control", "patients_per_arm", "seed", "duration", "assessments"],
            ["twins", "enrolled", "drop_out", "output_interval", "solver", "published", "limits"]);

        public static readonly SectionKeys Arm = new(
            "an arm", "study.schema.json#arm", ["id", "title", "therapy"], ["regimen", "stop_at_progression", "longest_treatment"]);

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
            ["trial", "arm", "quantity", "value", "population", "matches", "source", "confidence"], ["at", "low", "high", "patients"]);

        public static IReadOnlyList<SectionKeys> All { get; } = [Study, Arm, Assessments, DropOut, Solver, State, Published];
    }
}
