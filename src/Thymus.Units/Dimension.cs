using System.Globalization;
using System.Text;

namespace Thymus.Units;

/// <summary>Exponents of the base quantities. Item (a count of cells, molecules, particles) is a base quantity, as in SBML.</summary>
/// <param name="Length">Exponent of metre.</param>
/// <param name="Mass">Exponent of kilogram.</param>
/// <param name="Time">Exponent of second.</param>
/// <param name="Current">Exponent of ampere.</param>
/// <param name="Temperature">Exponent of kelvin.</param>
/// <param name="Substance">Exponent of mole.</param>
/// <param name="Luminosity">Exponent of candela.</param>
/// <param name="Item">Exponent of item.</param>
public readonly record struct Dimension(
    double Length, double Mass, double Time, double Current, double Temperature, double Substance, double Luminosity, double Item)
{
    /// <summary>The dimension of pure numbers.</summary>
    public static Dimension None => default;

    /// <summary>Exponent of biological activity (IU, U): defined by a standard for each substance, so it converts to nothing else.</summary>
    public double Activity { get; init; }

    /// <summary>Whether every exponent is a finite number.</summary>
    public bool IsFinite => Power(0) == None;   // 0 × ∞ is no number

    /// <summary>The dimension of a product.</summary>
    public static Dimension operator *(Dimension left, Dimension right) => left.Combine(right, 1);

    /// <summary>The dimension of a quotient.</summary>
    public static Dimension operator /(Dimension left, Dimension right) => left.Combine(right, -1);

    /// <summary>The dimension of a power.</summary>
    public Dimension Power(double exponent) => None.Combine(this, exponent);

    /// <summary>In words: <c>mass/length^3</c>, <c>1/time</c>; <c>a pure number</c> when there is none.</summary>
    public override string ToString()
    {
        (string Name, double Exponent)[] parts =
        [
            ("mass", Mass), ("substance", Substance), ("item", Item), ("activity", Activity), ("length", Length), ("time", Time),
            ("current", Current), ("temperature", Temperature), ("luminosity", Luminosity),
        ];
        if (this == None)
        {
            return "a pure number";
        }

        var text = new StringBuilder();
        foreach (var (name, exponent) in parts.Where(p => p.Exponent > 0))
        {
            text.Append(text.Length > 0 ? "*" : "").Append(name).Append(Raised(exponent));
        }

        text.Append(text.Length > 0 ? "" : "1");
        foreach (var (name, exponent) in parts.Where(p => p.Exponent < 0))
        {
            text.Append('/').Append(name).Append(Raised(-exponent));
        }

        return text.ToString();
    }

    private static string Raised(double exponent) => exponent == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"^{exponent}");

    private Dimension Combine(Dimension other, double times) => new(
        Length + (times * other.Length), Mass + (times * other.Mass), Time + (times * other.Time),
        Current + (times * other.Current), Temperature + (times * other.Temperature), Substance + (times * other.Substance),
        Luminosity + (times * other.Luminosity), Item + (times * other.Item))
    { Activity = Activity + (times * other.Activity) };
}
