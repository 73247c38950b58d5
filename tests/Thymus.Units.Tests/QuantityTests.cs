namespace Thymus.Units.Tests;

public sealed class QuantityTests
{
    /// <summary>Expected values follow from the definitions in the SI brochure, 9th edition 2019, and are exact unless a tolerance is said.</summary>
    [Theory]
    [InlineData("9 weeks", "d", 63)]
    [InlineData("9weeks", "days", 63)]
    [InlineData("200 mg", "g", 0.2)]
    [InlineData("75 mg", "g", 0.075)]
    [InlineData("1.03944e6 mg", "mg", 1.03944e6)]
    [InlineData("5 U/mL", "U/L", 5000)]
    [InlineData("0.3 mg", "ug", 300)]
    [InlineData("3 mg/kg", "ug/g", 3)]
    [InlineData("75 mg/m^2", "g/m2", 0.075)]
    [InlineData("75 mg/m²", "mg/m^2", 75)]
    [InlineData("1 month", "d", 30.4375)]
    [InlineData("2 years", "days", 730.5)]
    [InlineData("36 h", "d", 1.5)]
    [InlineData("1 L/d", "mL/d", 1000)]
    [InlineData("5.05 1e9/L", "10^9/L", 5.05)]
    [InlineData("4e9/L", "cells/L", double.NaN)]
    [InlineData("4e9 cells/L", "cells/uL", 4000)]
    [InlineData("2 x 10^6 cells/kg", "cells/kg", 2e6)]
    [InlineData("10^9/L", "1/L", 1e9)]
    [InlineData("250 nM", "umol/L", 0.25)]
    [InlineData("1 M", "mol/m^3", 1000)]
    [InlineData("10 µg/mL", "mg/L", 10)]
    [InlineData("10 μg/mL", "mg/L", 10)]
    [InlineData("40 U/L", "U/mL", 0.04)]
    [InlineData("7 %", "1", 0.07)]
    [InlineData("25%", "percent", 25)]
    [InlineData("2 Gy", "cGy", 200)]
    [InlineData("5 mm", "cm", 0.5)]
    [InlineData("90 mL/min", "L/h", 5.4)]
    [InlineData("1 mg/(kg*d)", "mg/kg/day", 1)]
    [InlineData("1 mg per kg", "mg/kg", 1)]
    [InlineData("-3 d", "h", -72)]
    public void Quantity_converts_exactly(string text, string unit, double expected)
    {
        Assert.True(Quantity.TryParse(text, out var quantity, out string? error), error);
        Assert.True(Unit.TryParse(unit, out var to, out error), error);
        if (double.IsNaN(expected))
        {
            Assert.False(quantity.Unit.IsCommensurableWith(to));
            Assert.Throws<ArgumentException>(() => quantity.In(to));
            return;
        }

        Assert.Equal(expected, quantity.In(to));
    }

    [Fact]
    public void Filtration_rate_is_normalised_to_a_body_surface()
    {
        Assert.True(Quantity.TryParse("100 mL/min/1.73m^2", out var rate, out string? error), error);
        Assert.True(Unit.TryParse("mL/min/m^2", out var unit, out error), error);

        Assert.Equal(100 / 1.73, rate.In(unit), tolerance: 1e-12);
    }

    [Fact]
    public void Number_alone_is_dimensionless()
    {
        Assert.True(Quantity.TryParse(" 12.5 ", out var quantity, out _));

        Assert.Equal(new Quantity(12.5, Unit.Dimensionless), quantity);
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData("mg", "does not start with a number")]
    [InlineData("200 mgg", "unknown unit 'mgg'; did you mean mg?")]
    [InlineData("200 MG", "did you mean mg?")]
    [InlineData("75 mg/sqm", "unknown unit 'sqm' in 'mg/sqm'")]
    [InlineData("1,000 mg", "comma")]
    [InlineData("1.2.3 mg", "'1.2.3' is not a number")]
    [InlineData("3 mg kg", "write * or / between units")]
    [InlineData("3 mg/", "a unit is missing at the end")]
    [InlineData("3 mg/(kg", "closing parenthesis")]
    [InlineData("3 m^", "a number is missing after ^")]
    [InlineData("37 degC", "did you mean K")]
    [InlineData("3 wekes", "did you mean weeks?")]
    [InlineData("1e999 mg", "power of ten")]
    public void Refusal_names_the_piece_and_what_to_try(string text, string part)
    {
        Assert.False(Quantity.TryParse(text, out _, out string? error));
        Assert.Contains(part, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_read_or_refused_with_a_reason_and_never_throws() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["0123456789.eE^*/()-+ mgkLdhx%µ²⁻×"], 0, 30])
            .Sample(text => Quantity.TryParse(text, out _, out string? error) || error!.Length > 0, iter: PropertyInputs.AtLeast(20_000));

    [Fact]
    public void Conversion_there_and_back_keeps_the_value()
    {
        string[] names = [.. Unit.KnownNames];
        Gen.Select(Gen.Double[0.001, 1000], Gen.Int[0, names.Length - 1], Gen.Int[0, names.Length - 1]).Sample((value, i, j) =>
        {
            var (from, to) = (Unit.Find(names[i])!, Unit.Find(names[j])!);
            return !from.IsCommensurableWith(to)
                || Math.Abs(new Quantity(new Quantity(value, from).In(to), to).In(from) - value) <= 4e-16 * value * 4;
        }, iter: PropertyInputs.AtLeast(20_000));
    }
}
