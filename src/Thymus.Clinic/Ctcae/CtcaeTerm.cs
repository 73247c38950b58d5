using System.Collections.Immutable;
using Thymus.Units;

namespace Thymus.Clinic.Ctcae;

/// <summary>An adverse event that CTCAE grades by a laboratory value.</summary>
public sealed class CtcaeTerm
{
    private readonly ImmutableArray<CtcaeCriterion> _criteria;   // worst grade first

    internal CtcaeTerm(
        string name, ImmutableArray<string> aliases, string version, Unit unit, LaboratoryLimits typical, IEnumerable<CtcaeCriterion> criteria)
    {
        (Name, Aliases, Version, Unit, Typical) = (name, aliases, version, unit, typical);
        _criteria = [.. criteria.OrderByDescending(c => c.Grade)];
    }

    /// <summary>Term of CTCAE, such as <c>Neutrophil count decreased</c>.</summary>
    public string Name { get; }

    /// <summary>Other names that are understood, such as <c>Neutropenia</c>.</summary>
    public ImmutableArray<string> Aliases { get; }

    /// <summary>Version of CTCAE, such as <c>5.0</c>.</summary>
    public string Version { get; }

    /// <summary>Unit of the values that are graded.</summary>
    public Unit Unit { get; }

    /// <summary>A typical adult reference range, for studies that state none.</summary>
    public LaboratoryLimits Typical { get; }

    /// <summary>Grade of a value in <see cref="Unit"/>, by the typical reference range: 0 for none, 1 to 4.</summary>
    public int Grade(double value) => Grade(value, Typical);

    /// <summary>Grade of a value: 0 for none (also of NaN), 1 to 4.</summary>
    /// <param name="value">The value, in <see cref="Unit"/>.</param>
    /// <param name="limits">Reference range and baseline, in <see cref="Unit"/>.</param>
    public int Grade(double value, LaboratoryLimits limits)
    {
        foreach (var criterion in _criteria)
        {
            if (criterion.Holds(value, limits))
            {
                return criterion.Grade;
            }
        }

        return 0;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Name} (CTCAE v{Version})";
}
