using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Simulation;

namespace Thymus.Reports.Models;

/// <summary>What a model is, ready to be printed: equations, values, size, moieties, stiffness.</summary>
public sealed record ModelDescription
{
    /// <summary>The model.</summary>
    public required BoundModel Model { get; init; }

    /// <summary>Its display name, else its identifier.</summary>
    public string Title => Model.Name is { Length: > 0 } name ? name : Model.Id;

    /// <summary>Notes of the model, as plain text; <see langword="null"/> for none.</summary>
    public string? Notes { get; init; }

    /// <summary>Where the model comes from: resources of its annotations.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>Sizes of the compiled model; <see langword="null"/> when it does not compile.</summary>
    public CompileStatistics? Statistics { get; init; }

    /// <summary>What changes over time: a differential equation per state that reactions or rate rules change.</summary>
    internal ImmutableArray<DescribedEquation> Equations { get; init; } = [];

    /// <summary>Assignment and algebraic rules, and the rates of reactions where the equations name them.</summary>
    internal ImmutableArray<DescribedEquation> Definitions { get; init; } = [];

    /// <summary>What is computed once, at the start.</summary>
    internal ImmutableArray<DescribedEquation> AtStart { get; init; } = [];

    /// <summary>Reactions.</summary>
    internal ImmutableArray<DescribedReaction> Reactions { get; init; } = [];

    /// <summary>Start values of states, species and compartments.</summary>
    internal ImmutableArray<DescribedValue> Starts { get; init; } = [];

    /// <summary>Constants.</summary>
    internal ImmutableArray<DescribedValue> Parameters { get; init; } = [];

    /// <summary>Events.</summary>
    internal ImmutableArray<DescribedEvent> Events { get; init; } = [];

    /// <summary>Conserved sums; <see langword="null"/> when they were not looked for.</summary>
    internal ImmutableArray<MathNode>? Moieties { get; init; }

    /// <summary>Eigenvalues along the course; <see langword="null"/> when they could not be computed.</summary>
    public Stiffness? Stiffness { get; init; }

    /// <summary>Unit of time in words.</summary>
    public string TimeUnit => ModelUnits.TimeText(Model) ?? "not stated";
}

/// <summary>An equation.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Left">Left side.</param>
/// <param name="Right">Right side.</param>
/// <param name="Unit">Unit of both sides; <see langword="null"/> when the model does not say.</param>
internal sealed record DescribedEquation(string Name, MathNode Left, MathNode Right, string? Unit);

/// <summary>A reaction.</summary>
/// <param name="Name">Identifier.</param>
/// <param name="Title">Display name, or <see langword="null"/>.</param>
/// <param name="Scheme">What turns into what.</param>
/// <param name="Rate">Its rate [extent/time], or <see langword="null"/>.</param>
internal sealed record DescribedReaction(string Name, string? Title, MathNode Scheme, MathNode? Rate);

/// <summary>A value.</summary>
/// <param name="Name">Identifier.</param>
/// <param name="Kind">What it is, in a word or two.</param>
/// <param name="Title">Display name, or <see langword="null"/>.</param>
/// <param name="Value">The number, or <see langword="null"/>.</param>
/// <param name="Missing">Why there is no number.</param>
/// <param name="Unit">Its unit, or <see langword="null"/>.</param>
/// <param name="Sources">Resources of its annotations.</param>
internal sealed record DescribedValue(string Name, string Kind, string? Title, double? Value, string Missing, string? Unit, ImmutableArray<string> Sources);

/// <summary>An event.</summary>
/// <param name="Name">Identifier, or display name.</param>
/// <param name="Trigger">When it fires.</param>
/// <param name="Details">Delay, priority and the like, in words with mathematics.</param>
/// <param name="Assignments">What it sets.</param>
internal sealed record DescribedEvent(string Name, MathNode Trigger, ImmutableArray<(string Words, MathNode? Value)> Details, ImmutableArray<DescribedEquation> Assignments);
