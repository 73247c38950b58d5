using System.Text.Json;
using Thymus.Therapies.Checks;
using Thymus.Therapies.Reading;
using Thymus.Therapies.Text;

namespace Thymus.Therapies.Tests;

/// <summary>The published schemas and the readers know the same keys.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> Sections => [.. All.Select(s => s.Schema)];

    private static IEnumerable<SectionKeys> All => TherapyKeys.All.Concat(CheckKeys.All);

    [Theory, MemberData(nameof(Sections))]
    public void Schema_has_the_keys_of_the_reader(string schema)
    {
        var keys = All.Single(s => s.Schema == schema);

        SchemaKeys.AssertSame(keys.Schema, keys.Required, keys.Optional);
    }

    [Theory]
    [InlineData("therapy.schema.json")]
    [InlineData("population.schema.json")]
    [InlineData("checks.schema.json")]
    public void Every_section_of_a_schema_has_a_reader(string file)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Repository.PathOf($"docs/formats/{file}")));
        var sections = schema.RootElement.GetProperty("$defs").EnumerateObject().Select(d => d.Name).Where(n => n is not ("quantity" or "statistic"));

        Assert.Empty(sections.Except(All.Select(s => s.Schema.Split('#')[1])));
    }
}
