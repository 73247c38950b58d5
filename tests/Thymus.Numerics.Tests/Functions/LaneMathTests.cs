using Thymus.Numerics.Functions;
using Thymus.Numerics.Tests.Lanes;

namespace Thymus.Numerics.Tests.Functions;

/// <summary>The stated error bounds, against 300-bit arithmetic; special values; the same bits in every lane and width.</summary>
public sealed class LaneMathTests
{
    private sealed record Law(
        Func<double, double> Computed,
        Func<BigReal, BigReal> Exact,
        double Ulps,
        Func<double[], double[], double[], string?> DifferenceOverWidths,
        params (double From, double To)[] Ranges);

    private static readonly Dictionary<string, Law> Laws = new()
    {
        ["exp"] = new(Elementary.Exp, BigReal.Exp, 0.7, OnLanes.DifferenceOverWidths<LaneFunctions.Exp>, (-708, 709.7), (-1, 1), (-1e-10, 1e-10)),
        ["expm1"] = new(Elementary.Expm1, BigReal.Expm1, 1.6, OnLanes.DifferenceOverWidths<LaneFunctions.Expm1>, (-50, 100), (-1, 1), (-1e-10, 1e-10)),
        ["log"] = new(Elementary.Log, BigReal.Log, 0.9, OnLanes.DifferenceOverWidths<LaneFunctions.Log>, (5e-324, 1e-308), (1e-300, 1e300), (0.5, 2), (0.999, 1.001)),
        ["log1p"] = new(Elementary.Log1p, BigReal.Log1p, 1.3, OnLanes.DifferenceOverWidths<LaneFunctions.Log1p>, (-0.999, 1), (1, 1e20), (-1e-10, 1e-10)),
        ["log10"] = new(Elementary.Log10, BigReal.Log10, 0.52, OnLanes.DifferenceOverWidths<LaneFunctions.Log10>, (1e-300, 1e300), (0.5, 2), (0.999, 1.001)),
        ["sin"] = new(Elementary.Sin, BigReal.Sin, 0.8, OnLanes.DifferenceOverWidths<LaneFunctions.Sin>, (-4, 4), (-1e4, 1e4), (-3.5e13, 3.5e13)),
        ["cos"] = new(Elementary.Cos, BigReal.Cos, 0.8, OnLanes.DifferenceOverWidths<LaneFunctions.Cos>, (-4, 4), (-1e4, 1e4), (-3.5e13, 3.5e13)),
        ["tan"] = new(Elementary.Tan, BigReal.Tan, 2.1, OnLanes.DifferenceOverWidths<LaneFunctions.Tan>, (-4, 4), (-1e4, 1e4), (-3.5e13, 3.5e13)),
        ["asin"] = new(Elementary.Asin, BigReal.Asin, 1.9, OnLanes.DifferenceOverWidths<LaneFunctions.Asin>, (-1, 1), (0.99, 1), (-1e-5, 1e-5)),
        ["acos"] = new(Elementary.Acos, BigReal.Acos, 2.2, OnLanes.DifferenceOverWidths<LaneFunctions.Acos>, (-1, 1), (0.99, 1), (-1, -0.99)),
        ["atan"] = new(Elementary.Atan, BigReal.Atan, 1.3, OnLanes.DifferenceOverWidths<LaneFunctions.Atan>, (-3, 3), (1, 1e20), (-1e-5, 1e-5)),
        ["sinh"] = new(Elementary.Sinh, BigReal.Sinh, 2, OnLanes.DifferenceOverWidths<LaneFunctions.Sinh>, (-3, 3), (3, 710.4), (-1e-5, 1e-5)),
        ["cosh"] = new(Elementary.Cosh, BigReal.Cosh, 1.1, OnLanes.DifferenceOverWidths<LaneFunctions.Cosh>, (-3, 3), (3, 710.4)),
        ["tanh"] = new(Elementary.Tanh, BigReal.Tanh, 2, OnLanes.DifferenceOverWidths<LaneFunctions.Tanh>, (-3, 3), (3, 20), (-1e-5, 1e-5)),
    };

    public static TheoryData<string> Functions => [.. Laws.Keys];

    [Theory, MemberData(nameof(Functions))]
    public void Function_keeps_its_stated_error(string name)
    {
        var law = Laws[name];
        var (worst, at) = law.Ranges
            .SelectMany(range => Samples(range.From, range.To, 600))
            .Select(x => (Ulps: law.Exact(x).UlpsTo(law.Computed(x)), x))
            .Max();

        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{name}: {worst:F3} ulp at {at:R}"));
        Assert.True(worst <= law.Ulps, FormattableString.Invariant($"{name}({at:R}) is {worst:F3} ulp off, stated {law.Ulps}"));
    }

    [Fact]
    public void Power_keeps_its_stated_error()
    {
        var bases = Samples(1e-5, 1e5, 60).Concat(Samples(0.7, 1.5, 60)).Concat(Samples(1e-300, 1e300, 10));
        double worst = 0;
        foreach (double x in bases)
        {
            double limit = 707 / Math.Abs(Math.Log(x));
            foreach (double y in Samples(-limit, limit, 10).Concat([0.5, 2, 3, -1, 2.7]).Where(y => Math.Abs(y) <= limit))
            {
                worst = Math.Max(worst, BigReal.Pow(x, y).UlpsTo(Elementary.Pow(x, y)));
            }
        }

        Assert.True(worst <= 1.2, FormattableString.Invariant($"power is {worst:F3} ulp off, stated 1.2"));
    }

    [Theory, MemberData(nameof(Functions))]
    public void Function_gives_the_same_bits_for_every_width_and_neighbour(string name)
    {
        double[] special = [0, -0.0, 1, -1, 1e300, -1e300, 5e-324, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 710, -746];
        double[] x = [.. Laws[name].Ranges.SelectMany(range => Samples(range.From, range.To, 300)).Zip(Cycle(special), (a, b) => new[] { a, b, a }).SelectMany(v => v)];

        Assert.Null(Laws[name].DifferenceOverWidths(x, x, x));
    }

    [Fact]
    public void Power_gives_the_same_bits_for_every_width_and_neighbour()
    {
        double[] values = [0, -0.0, 1, -1, 2, -3, 0.5, -2.5, 1e300, 5e-324, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1.7, 12.25, 1e-9];
        double[] x = [.. from a in values from b in values select a];
        double[] y = [.. from a in values from b in values select b];

        Assert.Null(OnLanes.DifferenceOverWidths<LaneFunctions.Pow>(x, y, x));
    }

    /// <summary>System.Math has the special values of IEEE 754 and C; on finite values it is a second opinion, to 4 ulp.</summary>
    [Fact]
    public void Power_agrees_with_the_platform_on_special_values()
    {
        double[] values =
        [
            0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 2.5, -2.5, 1e300, -1e300, 5e-324, -5e-324, 1e-300, 9007199254740993, -9007199254740991,
            double.PositiveInfinity, double.NegativeInfinity, double.NaN,
        ];
        foreach (double x in values)
        {
            foreach (double y in values)
            {
                double expected = Math.Pow(x, y);
                double actual = Elementary.Pow(x, y);
                Assert.True(
                    expected.Equals(actual) && (double.IsNaN(expected) || double.IsNegative(expected) == double.IsNegative(actual))
                        || Math.Abs(expected - actual) <= 4 * Math.Abs(Math.BitIncrement(expected) - expected),
                    FormattableString.Invariant($"pow({x:R}, {y:R}) = {actual:R}, platform {expected:R}"));
            }
        }
    }

    public static TheoryData<string, double, double> SpecialValues => new()
    {
        { "exp", double.NegativeInfinity, 0 }, { "exp", double.PositiveInfinity, double.PositiveInfinity }, { "exp", 0, 1 }, { "exp", -0.0, 1 },
        { "exp", 1e300, double.PositiveInfinity }, { "exp", -1e300, 0 }, { "exp", -745.2, 0 }, { "exp", double.NaN, double.NaN },
        { "exp", -745, 5e-324 }, { "exp", 709.782712893384, 1.7976931348622732e308 }, { "exp", 709.7827128933841, double.PositiveInfinity },
        { "expm1", double.NegativeInfinity, -1 }, { "expm1", double.PositiveInfinity, double.PositiveInfinity }, { "expm1", 0, 0 }, { "expm1", 1e-300, 1e-300 },
        { "log", 0, double.NegativeInfinity }, { "log", -0.0, double.NegativeInfinity }, { "log", -1, double.NaN }, { "log", 1, 0 },
        { "log", double.PositiveInfinity, double.PositiveInfinity }, { "log", double.NegativeInfinity, double.NaN }, { "log", double.NaN, double.NaN },
        { "log1p", -1, double.NegativeInfinity }, { "log1p", -1.5, double.NaN }, { "log1p", 1e-300, 1e-300 }, { "log1p", double.PositiveInfinity, double.PositiveInfinity },
        { "log10", 1000, 3 }, { "log10", 1e22, 22 }, { "log10", 0.001, -3 }, { "log10", 0, double.NegativeInfinity }, { "log10", -1, double.NaN },
        { "sin", 0, 0 }, { "sin", double.PositiveInfinity, double.NaN }, { "sin", double.NaN, double.NaN }, { "sin", 1e15, double.NaN }, { "cos", 0, 1 }, { "tan", 0, 0 },
        { "asin", 1, 1.5707963267948966 }, { "asin", -1, -1.5707963267948966 }, { "asin", 1.0000000000000002, double.NaN }, { "acos", 1, 0 },
        { "acos", -1, 3.141592653589793 }, { "acos", 0, 1.5707963267948966 }, { "acos", -2, double.NaN }, { "acos", double.NaN, double.NaN },
        { "atan", double.PositiveInfinity, 1.5707963267948966 }, { "atan", double.NegativeInfinity, -1.5707963267948966 }, { "atan", double.NaN, double.NaN },
        { "sinh", double.NegativeInfinity, double.NegativeInfinity }, { "sinh", 711, double.PositiveInfinity }, { "sinh", double.NaN, double.NaN },
        { "cosh", double.NegativeInfinity, double.PositiveInfinity }, { "cosh", 0, 1 }, { "cosh", double.NaN, double.NaN },
        { "tanh", double.NegativeInfinity, -1 }, { "tanh", 50, 1 }, { "tanh", double.NaN, double.NaN },
    };

    [Theory, MemberData(nameof(SpecialValues))]
    public void Special_values_are_those_of_the_field(string name, double x, double expected) =>
        Assert.Equal(expected, Laws[name].Computed(x));

    [Theory]
    [InlineData("expm1"), InlineData("log1p"), InlineData("sin"), InlineData("tan"), InlineData("asin"), InlineData("atan"), InlineData("sinh"), InlineData("tanh")]
    public void Odd_functions_keep_the_sign_of_zero(string name) => Assert.True(double.IsNegative(Laws[name].Computed(-0.0)));

    [Fact]
    public void Exponential_never_falls() =>
        Gen.Double[-740, 709].Sample(x => Elementary.Exp(Math.BitIncrement(x)) >= Elementary.Exp(x), iter: 20_000);

    [Fact]
    public void Subnormal_results_are_within_one_unit()
    {
        foreach (double x in Samples(-745, -708.5, 200))
        {
            Assert.True(BigReal.Exp(x).UlpsTo(Elementary.Exp(x)) <= 1);
        }
    }

    private static IEnumerable<double> Cycle(double[] values)
    {
        for (int i = 0; ; i++)
        {
            yield return values[i % values.Length];
        }
    }

    /// <summary>Numbers spread evenly over a range, or over its logarithm when it spans decades; golden-ratio sequence, ends included.</summary>
    private static IEnumerable<double> Samples(double from, double to, int count)
    {
        bool spansDecades = from > 0 && to / from > 1e3;
        for (int i = 0; i < count; i++)
        {
            double u = i == 0 ? 0 : i == 1 ? 1 : i * 0.6180339887498949 % 1;
            yield return i switch
            {
                0 => from,
                1 => to,
                _ => spansDecades ? Math.Exp(Math.Log(from) + (u * (Math.Log(to) - Math.Log(from)))) : from + (u * (to - from)),
            };
        }
    }
}
