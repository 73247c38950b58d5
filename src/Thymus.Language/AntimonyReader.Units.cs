using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Units;

namespace Thymus.Language;

public static partial class AntimonyReader
{
    /// <summary>The unit of a formula over the symbols of a model, from the units that the model declares.</summary>
    /// <param name="model">The model.</param>
    /// <param name="formula">The formula, from <see cref="ReadExpression"/>.</param>
    /// <param name="findings">What does not fit in it, such as a sum of a mass and a time.</param>
    /// <returns>The unit; dimensionless for a bare number; <see langword="null"/> when it does not follow from what is declared.</returns>
    public static Unit? UnitOf(BoundModel model, BoundExpression formula, out ImmutableArray<Diagnostic> findings)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(formula);
        var bag = new DiagnosticBag();
        var measure = new UnitChecker(model, extent: null, bag).Infer(formula);
        findings = bag.ToSorted();
        return measure.IsLiteral ? Unit.Dimensionless : measure.Symbolic.Length > 0 ? null : measure.Unit;
    }
}
