using Thymus.Reports.Figures;

namespace Thymus.Reports.Tests.Figures;

public class DrawingTests
{
    [Fact]
    public void A_step_goes_right_before_it_goes_down()
    {
        // 30.4375 days are one month; S falls to 0.5 at 1 month and stays until 2 months.
        string path = KaplanMeierFigure.StepPath([0, 30.4375, 60.875], [1, 0.5, 0.5], new Axis(0, 2, 0, 100), new Axis(0, 1, 100, 0));

        Assert.Equal("M0 0H50V50H100", path);
    }

    [Fact]
    public void A_path_of_many_steps_has_no_more_points_than_pixels_can_show()
    {
        var times = Enumerable.Range(0, 20_001).Select(i => i * 0.03).ToList();
        var survival = times.Select(t => 1 - (t / 601)).ToList();

        string path = KaplanMeierFigure.StepPath(times, survival, new Axis(0, 20, 0, 800), new Axis(0, 1, 400, 0));

        Assert.InRange(path.Count(c => c == 'V'), 500, 2_100);   // 400 px in steps of at least 0.2 px
    }

    [Theory]
    [InlineData(24, 10, "0 3 6 9 12 15 18 21 24")]
    [InlineData(24, 5, "0 6 12 18 24")]
    [InlineData(5.5, 10, "0 1 2 3 4 5")]
    public void Months_are_ticked_at_clinical_intervals(double last, int most, string expected) =>
        Assert.Equal(expected, string.Join(' ', Axis.MonthTicks(last, most)));

    [Fact]
    public void A_logarithmic_axis_has_equal_ratios_at_equal_distances()
    {
        var axis = new Axis(1, 1000, 0, 300, Logarithmic: true);

        Assert.Equal(100, axis.At(10), 9);
        Assert.Equal([1, 10, 100, 1000], axis.Ticks(5));
    }

    [Fact]
    public void A_systematic_sample_is_spread_evenly_and_ordered_by_number()
    {
        var patients = SampleTrial.Create(perArm: 1000, failures: 0).Patients.Where(p => p.Arm == "docetaxel").Reverse().ToList();

        var sample = Sampling.Take(patients, 10);

        Assert.Equal([102L, 302, 502, 702, 902, 1102, 1302, 1502, 1702, 1902], sample.Select(p => p.Patient));
        Assert.Equal(1000, Sampling.Take(patients, 1000).Count);
    }

    [Fact]
    public void Text_in_data_cannot_end_a_script()
    {
        var table = new DataTable("</script>");
        table.Add("</SCRIPT><!--");
        using var json = new StringWriter();
        table.WriteJson(json);

        Assert.DoesNotContain('<', json.ToString());
        Assert.DoesNotContain('&', json.ToString());
    }
}
