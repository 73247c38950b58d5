using System.Collections.Immutable;

namespace Thymus.Therapies.Text;

/// <summary>The keys of one kind of section. The JSON Schemas under docs/formats/ list the same; a test compares them.</summary>
/// <param name="Name">The section in messages: <c>a regimen</c>.</param>
/// <param name="Schema">Where the schema has it: <c>therapy.schema.json#regimen</c>; <c>#</c> alone is the top of the file.</param>
/// <param name="Required">Keys that must be there.</param>
/// <param name="Optional">Keys that may be there.</param>
public sealed record SectionKeys(string Name, string Schema, ImmutableArray<string> Required, ImmutableArray<string> Optional)
{
    /// <summary>Every key.</summary>
    public IEnumerable<string> All => Required.Concat(Optional);
}
