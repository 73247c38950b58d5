using System.Collections.Immutable;

namespace Thymus.Simulation.Populations;

/// <summary>Patients as rows of a table, one column per parameter.</summary>
public sealed class ParameterTable : IPatientSource
{
    private readonly double[] _values;

    /// <summary>A table of the given rows.</summary>
    /// <param name="parameters">Names of the model's parameters, one per column.</param>
    /// <param name="ids">One per patient, as people call them.</param>
    /// <param name="values">Row after row, in the model's units.</param>
    /// <exception cref="ArgumentException">The numbers of columns, patients and values do not fit together, or a name appears twice.</exception>
    public ParameterTable(ImmutableArray<string> parameters, ImmutableArray<string> ids, ReadOnlySpan<double> values)
    {
        if (values.Length != (long)parameters.Length * ids.Length)
        {
            throw new ArgumentException($"{ids.Length} patients of {parameters.Length} parameters need as many values, not {values.Length}.", nameof(values));
        }

        if (parameters.Distinct().Count() != parameters.Length)
        {
            throw new ArgumentException("A parameter appears twice.", nameof(parameters));
        }

        Parameters = parameters;
        Ids = ids;
        _values = values.ToArray();
    }

    /// <inheritdoc />
    public ImmutableArray<string> Parameters { get; }

    /// <summary>What people call the patients.</summary>
    public ImmutableArray<string> Ids { get; }

    /// <inheritdoc />
    public long Count => Ids.Length;

    /// <summary>The values of a patient.</summary>
    public ReadOnlySpan<double> this[int patient] => _values.AsSpan(patient * Parameters.Length, Parameters.Length);

    /// <inheritdoc />
    public void Read(long patient, Span<double> values) => this[checked((int)patient)].CopyTo(values);
}
