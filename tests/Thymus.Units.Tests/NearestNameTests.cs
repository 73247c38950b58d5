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
    public void The_name_in_another_case_is_nearer_than_any_other() => Assert.Equal("DOSE", NearestName.Find("dose", ["dosed", "does", "DOSE"]));

    [Fact]
    public void No_name_is_near_when_the_work_is_used_up()
    {
        long work = 2 * 4 * 4;   // two names of four letters against one
        Assert.Null(NearestName.Find("dose", ["aaaa", "bbbb", "dosi"], ref work));
        Assert.Null(NearestName.Find("dose", ["dosi"], ref work));
    }

    [Fact]
    public void Distance_is_symmetric_and_zero_for_equal_names() =>
        Gen.Select(Gen.String[0, 12], Gen.String[0, 12]).Sample((a, b) =>
            NearestName.Distance(a, b) == NearestName.Distance(b, a) && NearestName.Distance(a, a) == 0);
}
