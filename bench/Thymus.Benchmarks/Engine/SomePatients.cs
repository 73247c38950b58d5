using System.Collections.Immutable;
using Thymus.Simulation.Populations;

namespace Thymus.Benchmarks.Engine;

/// <summary>As many patients of a source as are wanted: a drawn population goes on, a table starts again.</summary>
internal sealed class SomePatients(IPatientSource source, long count) : IPatientSource
{
    public ImmutableArray<string> Parameters => source.Parameters;

    public long Count => count;

    public void Read(long patient, Span<double> values) =>
        source.Read(source is DrawnPatients || source.Count == 0 ? patient : patient % source.Count, values);
}
