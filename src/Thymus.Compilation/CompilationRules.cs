using Thymus.Language.Diagnostics;

namespace Thymus.Compilation;

/// <summary>Findings of the compilation: all its wording. Codes TH2201 to TH2299.</summary>
public static class CompilationRules
{
    /// <summary>An algebraic rule.</summary>
    public static readonly DiagnosticRule AlgebraicRule =
        new("TH2201", Severity.Error, "the algebraic rule cannot be solved: {0}");

    /// <summary>A parameter without a value that something needs.</summary>
    public static readonly DiagnosticRule UnsetParameter =
        new("TH2204", Severity.Error, "{0} is used here but has no value");

    /// <summary>A species without a start value.</summary>
    public static readonly DiagnosticRule UnsetSpecies =
        new("TH2205", Severity.Warning, "species {0} has no start value: 0 is taken");

    /// <summary>A compartment without a size.</summary>
    public static readonly DiagnosticRule UnsetCompartment =
        new("TH2206", Severity.Warning, "compartment {0} has no size: 1 is taken");

    /// <summary>Values that depend on each other in a circle.</summary>
    public static readonly DiagnosticRule Circle =
        new("TH2207", Severity.Error, "the value of {0} depends on itself: {1}");

    /// <summary>A species with a rule that a reaction would change too.</summary>
    public static readonly DiagnosticRule RuleAndReaction =
        new("TH2208", Severity.Error, "{0} is fixed by a rule and also changed by reaction {1}");

    /// <summary>A function that cannot be computed.</summary>
    public static readonly DiagnosticRule UnsupportedFunction =
        new("TH2209", Severity.Error, "{0} cannot be computed here");

    /// <summary>A name in a request that the model does not have.</summary>
    public static readonly DiagnosticRule UnknownName =
        new("TH2210", Severity.Error, "model {0} has no {1} to {2}");

    /// <summary>A supplied value that a rule computes.</summary>
    public static readonly DiagnosticRule SuppliedByRule =
        new("TH2211", Severity.Error, "{0} cannot be supplied: the model computes it at all times");

    /// <summary>A target of doses that cannot change.</summary>
    public static readonly DiagnosticRule UndosableTarget =
        new("TH2212", Severity.Error, "{0} cannot be dosed: {1}");

    /// <summary>A reaction without a rate.</summary>
    public static readonly DiagnosticRule NoRate =
        new("TH2213", Severity.Warning, "reaction {0} has no rate: 0 is taken");

    /// <summary>An event that sets something that is not free to be set.</summary>
    public static readonly DiagnosticRule UnassignableTarget =
        new("TH2214", Severity.Error, "event {0} cannot set {1}: {2}");

    /// <summary>Two rules for one symbol.</summary>
    public static readonly DiagnosticRule TwoRules =
        new("TH2215", Severity.Error, "{0} has more than one rule");

    /// <summary>A rate of change that jumps at a time.</summary>
    public static readonly DiagnosticRule JumpInTime =
        new("TH2216", Severity.Warning, "the rate of change of {0} jumps at a time that the solver does not know");

    /// <summary>A model whose compilation would take minutes or gigabytes.</summary>
    public static readonly DiagnosticRule TooLarge =
        new("TH2217", Severity.Error, "model {0} is too large to compile: {1}");

    /// <summary>A sensitivity to something that the model does not have.</summary>
    public static readonly DiagnosticRule UnknownSensitivity =
        new("TH2221", Severity.Error, "model {0} has no parameter {1} to differentiate by");

    /// <summary>A sensitivity to something that is not a parameter.</summary>
    public static readonly DiagnosticRule NoSensitivity =
        new("TH2222", Severity.Error, "cannot differentiate by {0}: {1}");

    /// <summary>An event that sensitivities cannot follow.</summary>
    public static readonly DiagnosticRule EventSensitivity =
        new("TH2223", Severity.Error, "cannot differentiate across event {0}: {1}");

    /// <summary>Something about fast reactions that has no meaning at equilibrium, or cannot be computed.</summary>
    public static readonly DiagnosticRule FastReaction =
        new("TH2231", Severity.Error, "the fast reaction {0} cannot be brought to equilibrium: {1}");

    /// <summary>A delay where constraints are settled.</summary>
    public static readonly DiagnosticRule DelayInConstraint =
        new("TH2232", Severity.Error, "{0} cannot be combined with a value of the past");

    /// <summary>Equations that sensitivities cannot follow.</summary>
    public static readonly DiagnosticRule UnfollowedEquations =
        new("TH2230", Severity.Error, "cannot differentiate the solution of a model with {0} by its parameters");

    /// <summary>A condition at which sensitivities may miss a jump.</summary>
    public static readonly DiagnosticRule SensitivityJump =
        new("TH2224", Severity.Warning, "sensitivities of {0} miss how the time at which its rate of change switches depends on the parameters");

    /// <summary>A draw from a distribution where nothing is left to chance.</summary>
    public static readonly DiagnosticRule DrawWithoutChance =
        new("TH2241", Severity.Error, "a draw from the distribution {0}, which only a stochastic simulation makes");

    /// <summary>A draw whose distribution changes while it has to hold.</summary>
    public static readonly DiagnosticRule MovingDraw =
        new("TH2242", Severity.Error, "the draw in {0} is made once a run, but its distribution changes within the run");

    /// <summary>A draw with numbers that its distribution does not have.</summary>
    public static readonly DiagnosticRule DrawArguments =
        new("TH2243", Severity.Error, "a draw from the distribution {0} cannot have {1} values");

    /// <summary>The rate of change of something that jumps.</summary>
    public static readonly DiagnosticRule RateOfCount =
        new("TH2244", Severity.Error, "{0} has no rate of change in a stochastic simulation: its changes are jumps");

    /// <summary>A reaction that adds a part of a molecule.</summary>
    public static readonly DiagnosticRule PartOfMolecule =
        new("TH2245", Severity.Error, "reaction {0} changes {1} by {2} per firing, which is no whole number of molecules");

    /// <summary>Equations that reactions which fire cannot have beside them.</summary>
    public static readonly DiagnosticRule NotByChance =
        new("TH2246", Severity.Error, "a stochastic simulation cannot have {0}");
}
