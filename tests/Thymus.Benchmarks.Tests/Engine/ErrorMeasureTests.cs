using Thymus.Benchmarks.Engine;

namespace Thymus.Benchmarks.Tests.Engine;

public sealed class ErrorMeasureTests
{
    [Fact]
    public void The_error_is_relative_to_the_value_and_a_ten_thousandth_of_the_largest()
    {
        var reference = Of([100, 0], [10, 1]);
        var outputs = Of([100.1, 0.01], [10, 1]);

        double first = 0.1 / 100.01;
        double second = 0.01 / 0.01;
        var error = ErrorMeasure.Of(outputs, reference);

        Assert.Equal(Math.Sqrt(((first * first) + (second * second)) / 4), error.Rms, 1e-12);
        Assert.Equal(second, error.Largest, 1e-12);
    }

    [Fact]
    public void A_patient_that_failed_is_counted_and_not_measured()
    {
        var error = ErrorMeasure.Of(Of([1, double.NaN], [2, 2]), Of([1, 1], [2, 2]));

        Assert.Equal(new ErrorMeasure(0, 0, 1), error);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.7)]
    [InlineData(1.4)]
    public void The_search_ends_a_little_below_the_target(double order)
    {
        double ErrorOf(double rtol) => 0.4 * Math.Pow(rtol, order) * (1 + (0.2 * Math.Sin(40 * Math.Log(rtol))));

        double rtol = ToleranceSearch.Find(ErrorOf, target: 2e-6, start: 1e-6);

        Assert.InRange(ErrorOf(rtol), 0.5 * 2e-6, 2e-6);
    }

    [Theory]
    [InlineData("200/150*1000", 200.0 / 150 * 1000)]
    [InlineData(" 1e-6 ", 1e-6)]
    [InlineData("1/24", 1.0 / 24)]
    public void Amounts_may_be_written_as_products_and_quotients(string text, double expected)
    {
        Assert.True(Arithmetic.TryParse(text, out double value));
        Assert.Equal(expected, value);
        Assert.False(Arithmetic.TryParse(text + "/", out _));
    }

    // Two patients with one observable at two times.
    private static Outputs Of(double[] first, double[] second)
    {
        var outputs = new Outputs(patients: 2, observables: 1, times: 2);
        first.CopyTo(outputs.Of(0, 0));
        second.CopyTo(outputs.Of(1, 0));
        return outputs;
    }
}
