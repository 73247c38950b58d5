namespace Thymus.Units.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("patiens", "patients")]
    [InlineData("Regimen", "regimen")]
    [InlineData("seeed", "seed")]
    [InlineData("rgeimen", "regimen")]
    [InlineData("zzz", null)]
    [InlineData("q", null)]
    public void Nearest_name_is_the_one_probably_meant(string written, string? meant) =>
        Assert.Equal(meant, NearestName.Find(written, ["patients", "regimen", "seed", "k", "x"]));

    [Fact]
    public void Distance_is_symmetric_and_zero_for_equal_names() =>
        Gen.Select(Gen.String[0, 12], Gen.String[0, 12]).Sample((a, b) =>
            NearestName.Distance(a, b) == NearestName.Distance(b, a) && NearestName.Distance(a, a) == 0);
}
