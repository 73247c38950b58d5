using System.Collections.Immutable;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Choosing;

namespace Thymus.Simulation.Records;

/// <summary>Predictions for a table of records.</summary>
/// <param name="OutputNames">Observables of the model, in the order of <see cref="RecordPrediction.Values"/>.</param>
/// <param name="Individuals">One for each individual of the table, in its order.</param>
public sealed record RecordPredictions(ImmutableArray<string> OutputNames, ImmutableArray<IndividualPrediction> Individuals)
{
    /// <summary>How the method was chosen; <see langword="null"/> where the request named one.</summary>
    public MethodChoice? MethodChoice { get; init; }
}

/// <summary>Predictions for one individual.</summary>
/// <param name="Individual">The individual.</param>
/// <param name="Succeeded">Whether every record was reached.</param>
/// <param name="Predictions">For each observation and each record with EVID 2 that was reached, in order.</param>
/// <param name="Findings">Warnings, and errors when it failed.</param>
public sealed record IndividualPrediction(
    Individual Individual, bool Succeeded, ImmutableArray<RecordPrediction> Predictions, ImmutableArray<Diagnostic> Findings);

/// <summary>Outputs of the model at one record.</summary>
public sealed record RecordPrediction(DoseRecord Record, ImmutableArray<double> Values);
