using Thymus.Clinic.Recist;

namespace Thymus.Clinic.Tests.Recist;

/// <summary>RECIST 1.1, tables 1 and 2 (Eisenhauer 2009, doi:10.1016/j.ejca.2008.10.026), row by row.</summary>
public sealed class RecistCriteriaTests
{
    private const NonTargetStatus None = NonTargetStatus.None;
    private const NonTargetStatus NonCrNonPd = NonTargetStatus.NonCompleteNonProgressive;
    private const NonTargetStatus NotEvaluated = NonTargetStatus.NotEvaluated;

    public static TheoryData<string, NonTargetStatus, bool, string> Table1 => new()
    {
        { "CR", NonTargetStatus.Complete, false, "CR" },
        { "CR", None, false, "CR" },
        { "CR", NonCrNonPd, false, "PR" },
        { "CR", NotEvaluated, false, "PR" },
        { "PR", NonTargetStatus.Complete, false, "PR" },
        { "PR", NonCrNonPd, false, "PR" },
        { "PR", NotEvaluated, false, "PR" },
        { "PR", None, false, "PR" },
        { "SD", NonTargetStatus.Complete, false, "SD" },
        { "SD", NonCrNonPd, false, "SD" },
        { "SD", NotEvaluated, false, "SD" },
        { "SD", None, false, "SD" },
        { "NE", NonTargetStatus.Complete, false, "NE" },
        { "NE", NonCrNonPd, false, "NE" },
        { "NE", NotEvaluated, false, "NE" },
        { "NE", None, false, "NE" },
        { "PD", NonTargetStatus.Complete, false, "PD" },
        { "PD", NotEvaluated, false, "PD" },
        { "PD", NonCrNonPd, true, "PD" },
        { "CR", NonTargetStatus.Progressive, false, "PD" },
        { "PR", NonTargetStatus.Progressive, false, "PD" },
        { "SD", NonTargetStatus.Progressive, false, "PD" },
        { "NE", NonTargetStatus.Progressive, false, "PD" },
        { "CR", NonTargetStatus.Complete, true, "PD" },
        { "PR", NonCrNonPd, true, "PD" },
        { "SD", None, true, "PD" },
        { "NE", NotEvaluated, true, "PD" },
    };

    public static TheoryData<NonTargetStatus, bool, string> Table2 => new()
    {
        { NonTargetStatus.Complete, false, "CR" },
        { NonCrNonPd, false, "NON-CR/NON-PD" },
        { NotEvaluated, false, "NE" },
        { NonTargetStatus.Progressive, false, "PD" },
        { NonTargetStatus.Complete, true, "PD" },
    };

    [Theory, MemberData(nameof(Table1))]
    public void Overall_response_follows_table_1(string target, NonTargetStatus nonTarget, bool newLesion, string expected)
    {
        var response = Enum.GetValues<Response>().Single(r => r.Code == target);

        Assert.Equal(expected, RecistCriteria.Overall(response, nonTarget, newLesion).Code);
    }

    [Theory, MemberData(nameof(Table2))]
    public void Overall_response_without_target_lesions_follows_table_2(NonTargetStatus nonTarget, bool newLesion, string expected) =>
        Assert.Equal(expected, RecistCriteria.Overall(null, nonTarget, newLesion).Code);

    [Theory]
    [InlineData(70, 100, 100, "PR")]
    [InlineData(70.001, 100, 100, "SD")]
    [InlineData(120, 100, 100, "PD")]
    [InlineData(119.999, 100, 100, "SD")]
    [InlineData(24, 20, 20, "SD")]      // + 20 % but + 4 mm
    [InlineData(25, 20, 20, "PD")]
    [InlineData(66, 100, 55, "PD")]     // still below 70 % of baseline, but + 20 % and + 11 mm over the nadir
    [InlineData(64, 100, 55, "PR")]
    [InlineData(double.NaN, 100, 100, "NE")]
    public void Target_response_follows_the_thresholds(double sum, double baseline, double nadir, string expected) =>
        Assert.Equal(expected, RecistCriteria.Target(sum, baseline, nadir, allGone: false).Code);

    [Fact]
    public void Thresholds_hold_whatever_the_size_of_the_tumour() =>
        Gen.Double[30, 500].Sample(baseline =>
            RecistCriteria.Target(0.7 * baseline, baseline, baseline, false) == Response.Partial
            && RecistCriteria.Target(baseline * 7 / 10, baseline, baseline, false) == Response.Partial
            && RecistCriteria.Target(1.2 * baseline, baseline, baseline, false) == Response.Progressive
            && RecistCriteria.Target(baseline * 6 / 5, baseline, baseline, false) == Response.Progressive);

    [Fact]
    public void Codes_are_those_of_ADaM() =>
        Assert.Equal(
            ["1 CR", "2 PR", "3 SD", "4 NON-CR/NON-PD", "5 PD", "6 NE"],
            Enum.GetValues<Response>().Select(r => $"{(int)r} {r.Code}"));
}
