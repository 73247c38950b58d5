namespace Thymus.Units.Tests;

public sealed class UnitTests
{
    private static Unit U(string text) => Unit.TryParse(text, out var unit, out string? error) ? unit : throw new InvalidOperationException(error);

    [Theory]
    [InlineData("mg", "L", "mg/L")]
    [InlineData("mg/L", "d", "mg/L/d")]
    [InlineData("L/d", "L", "1/d")]
    [InlineData("mg", "mg", "1")]
    [InlineData("mg/m^2", "m", "mg/m^3")]
    [InlineData("1e9/L", "d", "(1e9/L)/d")]
    [InlineData("m2", "m2", "1")]
    public void Quotient_is_written_as_a_person_would(string above, string below, string expected) =>
        Assert.Equal(expected, (U(above) / U(below)).Text);

    [Fact]
    public void Arithmetic_of_units_follows_their_factors()
    {
        Assert.True((U("mg") / U("L")).IsSameAs(U("ug/mL")));
        Assert.True((U("m") * U("m")).IsSameAs(U("m2")));
        Assert.True(U("m^2").Power(0.5).IsSameAs(U("m")));
        Assert.True(U("60 min").IsSameAs(U("h")));
        Assert.False(U("min").IsSameAs(U("h")));
        Assert.Equal(U("m^-3").Dimension, U("L").Dimension.Power(-1));
    }

    [Theory]
    [InlineData("mg/L", "mass/length^3")]
    [InlineData("1/d", "1/time")]
    [InlineData("dimensionless", "a pure number")]
    [InlineData("U/L", "activity/length^3")]
    public void Dimension_is_said_in_words(string unit, string words) => Assert.Equal(words, U(unit).Dimension.ToString());

    /// <summary>Base units of SBML Level 3 Version 2 core, section 4.4.2 (avogadro included).</summary>
    [Fact]
    public void Every_base_unit_of_SBML_is_known()
    {
        string[] names =
        [
            "ampere", "avogadro", "becquerel", "candela", "coulomb", "dimensionless", "farad", "gram", "gray", "henry", "hertz", "item",
            "joule", "katal", "kelvin", "kilogram", "litre", "lumen", "lux", "metre", "mole", "newton", "ohm", "pascal", "radian", "second",
            "siemens", "sievert", "steradian", "tesla", "volt", "watt", "weber",
        ];

        Assert.All(names, name => Assert.NotNull(Unit.Find(name)));
    }
}
