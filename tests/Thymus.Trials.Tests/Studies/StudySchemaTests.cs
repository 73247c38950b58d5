using System.Text.Json;

namespace Thymus.Trials.Tests.Studies;

public sealed class StudySchemaTests
{
    public static TheoryData<string> Sections => [.. StudyReader.Keys.All.Select(s => s.Schema)];

    [Theory, MemberData(nameof(Sections))]
    public void Schema_has_the_keys_of_the_reader(string schema)
    {
        var keys = StudyReader.Keys.All.Single(s => s.Schema == schema);

        SchemaKeys.AssertSame(keys.Schema, keys.Required, keys.Optional);
    }

    [Fact]
    public void Every_section_of_the_schema_has_a_reader()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("docs/formats/study.schema.json")));
        var sections = schema.RootElement.GetProperty("$defs").EnumerateObject().Select(d => d.Name).Where(n => n != "quantity");

        Assert.Empty(sections.Except(StudyReader.Keys.All.Select(s => s.Schema.Split('#')[1])));
    }
}
