using Thymus.Simulation.Dosing;
using Thymus.Units;

namespace Thymus.Simulation.Tests.Dosing;

public sealed class DoseAmountTests
{
    [Theory]
    [InlineData("200 mg", "mg", 200)]
    [InlineData("0.2 g", "mg", 200)]
    [InlineData("3 mg/kg", "mg", 210)]
    [InlineData("3 mg/kg", "g", 0.21)]
    [InlineData("75 mg/m^2", "mg", 142.5)]
    [InlineData("2 umol", "nmol", 2000)]
    [InlineData("0.5 umol/kg", "umol", 35)]
    public void Amount_is_converted_and_scaled_by_body_size(string amount, string target, double expected) =>
        Assert.Equal(expected, DoseAmount.Resolve(Read(amount), Unit(target), weightKg: 70, bsaM2: 1.9), 1e-12 * expected);

    [Theory]
    [InlineData("200 mg", "umol")]   // needs a molar mass
    [InlineData("200", "mg")]        // no unit is not mg/kg
    [InlineData("200 mg/L", "mg")]
    [InlineData("50 %", "mg")]
    [InlineData("200 mg/h", "mg")]
    public void Another_dimension_is_a_mismatch(string amount, string target) =>
        Assert.Equal(DoseScaling.Mismatch, DoseAmount.Scaling(Read(amount), Unit(target)));

    [Fact]
    public void Unknown_body_size_gives_no_number()
    {
        Assert.True(double.IsNaN(DoseAmount.Resolve(Read("3 mg/kg"), Unit("mg"), double.NaN, bsaM2: 2)));
        Assert.True(double.IsNaN(DoseAmount.Resolve(Read("3 mg/m^2"), Unit("mg"), weightKg: 70, double.NaN)));
    }

    private static Quantity Read(string text)
    {
        Assert.True(Quantity.TryParse(text, out var quantity, out string? error), error);
        return quantity;
    }

    private static Unit Unit(string text)
    {
        Assert.True(Units.Unit.TryParse(text, out var unit, out string? error), error);
        return unit;
    }
}
