using System.Xml.Linq;

namespace Thymus.Architecture.Tests;

/// <summary>Keeps dependencies pointing one way. The table is the architecture; change it together with an ADR.</summary>
public sealed class LayeringTests
{
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "Units", [] },
        { "Numerics", [] },
        { "Solvers", ["Numerics"] },
        { "Language", ["Units"] },
        { "Compilation", ["Language", "Solvers"] },
        { "Simulation", ["Compilation"] },
        { "Populations", ["Simulation"] },
        { "Therapies", ["Populations"] },
        { "Clinic", ["Units"] },
        { "Trials", ["Therapies", "Clinic"] },
        { "Store", ["Trials"] },
        { "Reports", ["Store"] },
        { "Cli", ["Reports"] },
    };

    [Theory, MemberData(nameof(Allowed))]
    public void Project_refers_only_to_the_layers_below(string project, string[] allowed)
    {
        var references = XDocument.Load(Repository.PathOf($"src/Thymus.{project}/Thymus.{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value).Replace("Thymus.", "", StringComparison.Ordinal));

        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void Every_project_is_in_the_table()
    {
        var projects = Directory.GetDirectories(Repository.PathOf("src")).Select(d => Path.GetFileName(d).Replace("Thymus.", "", StringComparison.Ordinal));

        Assert.Equal(Allowed.Select(row => row.Data.Item1).Order(), projects.Order());
    }
}
