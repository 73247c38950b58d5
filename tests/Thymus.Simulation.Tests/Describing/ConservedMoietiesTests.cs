using Thymus.Language;
using Thymus.Simulation.Describing;

namespace Thymus.Simulation.Tests.Describing;

/// <summary>Conserved sums of networks whose sums are known by counting what each reaction moves.</summary>
public sealed class ConservedMoietiesTests
{
    [Theory]
    [InlineData("E + S -> ES; 1; ES -> E + P; 1", "E + ES", "S + ES + P")]
    [InlineData("2 A -> B; 1", "A + 2 B")]
    [InlineData("A -> 0.5 B; 1", "A + 2 B")]
    [InlineData("A -> B; 1; B -> ; 1")]
    [InlineData("A + ATP -> Ap + ADP; 1; ADP -> ATP; 1; Ap -> A; 1", "A + Ap", "ATP + ADP")]
    [InlineData("A -> B + C; 1; B + C -> A; 1", "A + B", "A + C")]
    public void Sums_are_found_that_cannot_be_split(string reactions, params string[] expected)
    {
        var read = AntimonyReader.Read($"model m()\n{reactions}\nend", "m.ant");

        var moieties = ConservedMoieties.Find(read.Value!)!.Value;

        Assert.Equal(expected.Order(), moieties.Select(m => string.Join(" + ", m.Terms.Select(t => t.Weight.IsOne ? t.Species.Name : $"{t.Weight} {t.Species.Name}"))).Order());
    }

    [Fact]
    public void What_an_event_sets_is_part_of_none()
    {
        var read = AntimonyReader.Read("model m()\nA -> B; 1; at (time > 1): A = 3\nend", "m.ant");

        Assert.Empty(ConservedMoieties.Find(read.Value!)!.Value);
    }
}
