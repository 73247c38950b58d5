using System.Collections.Immutable;

namespace Thymus.Simulation.Conformance;

/// <summary>What became of a case.</summary>
public enum SuiteVerdict
{
    /// <summary>Every value is as expected.</summary>
    Passed,

    /// <summary>A value is not as expected, or the simulation did not reach the end.</summary>
    Failed,

    /// <summary>The model was refused with a finding: it needs something that is not supported.</summary>
    Refused,
}

/// <summary>The outcome of one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Reasons">Findings of a refused case, or what differs in a failed one, the first of it first; of one that passed only what is worth knowing.</param>
public sealed record SuiteOutcome(SuiteCase Case, SuiteVerdict Verdict, ImmutableArray<string> Reasons);

/// <summary>Cases with one tag.</summary>
public sealed record SuiteTally(string Tag, int Passed, int Failed, int Refused);
