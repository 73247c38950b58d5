namespace Thymus.Units;

/// <summary>A unit of measurement: a dimension and the factor to its coherent SI unit, with the text a person wrote.</summary>
/// <param name="Text">As written, such as <c>mg/m^2</c>.</param>
/// <param name="Factor">One of this unit in coherent SI units of <paramref name="Dimension"/>; 1e-6 for <c>mg</c>.</param>
/// <param name="Dimension">What is measured.</param>
public sealed partial record Unit(string Text, double Factor, Dimension Dimension)
{
    /// <summary>The unit of pure numbers.</summary>
    public static Unit Dimensionless { get; } = new("1", 1, Dimension.None);

    /// <summary>Whether its size is a positive finite number and its exponents are finite: products and powers may run out of the range of numbers.</summary>
    public bool IsComputable => Factor > 0 && double.IsFinite(Factor) && Dimension.IsFinite;

    /// <summary>Factor = Multiplier / Divisor × 10^Scale, kept apart so that conversions such as mg to g or 1/min to 1/h stay exact.</summary>
    private double Multiplier { get; init; } = Factor;

    private double Divisor { get; init; } = 1;

    private int Scale { get; init; }

    /// <summary>The unit <paramref name="multiplier"/> × 10^<paramref name="scale"/> coherent SI units.</summary>
    public static Unit Create(string text, double multiplier, int scale, Dimension dimension) =>
        Create(text, multiplier, 1, scale, dimension);

    /// <summary>Whether a value in this unit can be converted to <paramref name="other"/>.</summary>
    public bool IsCommensurableWith(Unit other) => Dimension == other.Dimension;

    /// <summary>Whether both are the same size of the same thing, such as <c>h</c> and <c>60 min</c>, however they are written.</summary>
    public bool IsSameAs(Unit other) =>
        Dimension == other.Dimension && Math.Abs(Factor - other.Factor) <= 1e-12 * Math.Abs(Factor);

    /// <summary>The same unit under another name.</summary>
    public Unit Named(string text) => this with { Text = text };

    /// <summary>The unit of a product.</summary>
    public static Unit operator *(Unit left, Unit right) => Create(
        UnitText.Combine(left.Text, right.Text, 1), left.Multiplier * right.Multiplier, left.Divisor * right.Divisor, left.Scale + right.Scale,
        left.Dimension * right.Dimension);

    /// <summary>The unit of a quotient.</summary>
    public static Unit operator /(Unit left, Unit right) => Create(
        UnitText.Combine(left.Text, right.Text, -1), left.Multiplier * right.Divisor, left.Divisor * right.Multiplier, left.Scale - right.Scale,
        left.Dimension / right.Dimension);

    /// <summary>The unit of a power; the exponent may be a fraction, as under a root.</summary>
    public Unit Power(double exponent)
    {
        string text = UnitText.Combine("1", Text, exponent);
        var dimension = Dimension.Power(exponent);
        return Math.Abs(exponent) <= 8 && exponent == Math.Truncate(exponent)
            ? Create(
                text, PowersOfTen.Whole(exponent > 0 ? Multiplier : Divisor, Math.Abs((int)exponent)),
                PowersOfTen.Whole(exponent > 0 ? Divisor : Multiplier, Math.Abs((int)exponent)), Scale * (int)exponent, dimension)
            : new Unit(text, Math.Pow(Factor, exponent), dimension);
    }

    /// <inheritdoc />
    public bool Equals(Unit? other) =>
        other is not null && Text == other.Text && Factor.Equals(other.Factor) && Dimension == other.Dimension;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Text, Factor, Dimension);

    /// <inheritdoc />
    public override string ToString() => Text;

    /// <summary>The value of this unit in another of the same dimension, rounded once where numerator and denominator are exact.</summary>
    internal double Convert(double value, Unit to)
    {
        int scale = Scale - to.Scale;
        bool equal = Multiplier == to.Multiplier && Divisor == to.Divisor;
        double above = equal ? value : value * (Multiplier * to.Divisor);
        double below = equal ? 1 : Divisor * to.Multiplier;
        return (scale > 0 ? PowersOfTen.Apply(above, scale) : above) / (scale < 0 ? PowersOfTen.Apply(below, -scale) : below);
    }

    private static Unit Create(string text, double multiplier, double divisor, int scale, Dimension dimension) =>
        new(text, PowersOfTen.Apply(multiplier / divisor, scale), dimension) { Multiplier = multiplier, Divisor = divisor, Scale = scale };
}
