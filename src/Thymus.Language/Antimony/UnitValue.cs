using System.Globalization;
using System.Text;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Units;

namespace Thymus.Language.Antimony;

/// <summary>A unit as SBML writes one: kinds with exponents, and a factor that is kept in decimals as far as it can.</summary>
/// <param name="Multiplier">The factor is this times ten to the power of <paramref name="Scale"/>.</param>
/// <param name="Scale">Power of ten.</param>
/// <param name="Kinds">SBML's base units with their exponents, in the order of the text, and <see cref="Activity"/>.</param>
internal sealed record UnitValue(double Multiplier, double Scale, IReadOnlyList<(string Kind, double Exponent)> Kinds)
{
    /// <summary>The unit of biological activity, as of an enzyme, for which SBML has no kind.</summary>
    public const string Activity = "U";

    private const int LargestPower = 300;

    /// <summary>Whether its size is a number from 1e-300 to 1e300, of its first kind alone, too, which is where SBML has it, and its exponents are finite.</summary>
    public bool CanBeWritten
    {
        get
        {
            double power = Math.Abs(Math.Log10(Multiplier) + Scale);
            double first = Kinds.Where(k => k.Kind != Activity).Select(k => k.Exponent).FirstOrDefault(1);
            return Kinds.All(k => double.IsFinite(k.Exponent)) && power <= LargestPower && power <= LargestPower * Math.Abs(first);
        }
    }

    public static UnitValue One { get; } = new(1, 0, []);

    public static UnitValue Of(string kind) => new(1, 0, [(kind, 1)]);

    /// <summary>A pure number, as a factor.</summary>
    public static UnitValue Of(double factor)
    {
        int scale = factor > 0 && double.IsFinite(factor) ? (int)Math.Floor(Math.Log10(factor)) : 0;
        double multiplier = double.Parse(
            factor.ToString("E16", CultureInfo.InvariantCulture).Split('E')[0], CultureInfo.InvariantCulture);
        string shortest = factor.ToString("R", CultureInfo.InvariantCulture);
        int at = shortest.IndexOf('E', StringComparison.Ordinal);
        string digits = (at < 0 ? shortest : shortest[..at]).Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        return digits.Length > 0 && double.TryParse(digits.Insert(1, "."), CultureInfo.InvariantCulture, out double exact)
            ? new UnitValue(exact, scale, []) : new UnitValue(multiplier, scale, []);
    }

    public UnitValue Times(UnitValue other)
    {
        List<(string Kind, double Exponent)> kinds = [.. Kinds];
        foreach (var (kind, exponent) in other.Kinds)
        {
            int index = kinds.FindIndex(k => k.Kind == kind);
            if (index < 0)
            {
                kinds.Add((kind, exponent));
            }
            else
            {
                kinds[index] = (kind, kinds[index].Exponent + exponent);
            }
        }

        kinds.RemoveAll(k => k.Exponent == 0);
        return new UnitValue(Multiplier * other.Multiplier, Scale + other.Scale, kinds);
    }

    public UnitValue Power(double exponent) =>
        new(Math.Pow(Multiplier, exponent), Scale * exponent, [.. Kinds.Select(k => (k.Kind, k.Exponent * exponent))]);

    public bool IsSameAs(UnitValue other)
    {
        var quotient = Times(other.Power(-1));
        double factor = quotient.Multiplier * Math.Pow(10, quotient.Scale);
        return quotient.Kinds.All(k => k.Kind == "dimensionless") && Math.Abs(factor - 1) <= 1e-12;
    }

    /// <summary>To what power it has the unit of biological activity.</summary>
    public double ActivityExponent => Kinds.FirstOrDefault(k => k.Kind == Activity).Exponent;

    /// <summary>A unit that Thymus knows by its dimension, such as <c>hour</c>.</summary>
    public static UnitValue Of(Unit unit)
    {
        var d = unit.Dimension;
        (string Kind, double Exponent)[] kinds =
        [
            ("mole", d.Substance), ("item", d.Item), ("kilogram", d.Mass), ("metre", d.Length), ("second", d.Time), ("ampere", d.Current),
            ("kelvin", d.Temperature), ("candela", d.Luminosity), (Activity, d.Activity),
        ];
        return Of(unit.Factor) with { Kinds = [.. kinds.Where(k => k.Exponent != 0)] };
    }

    /// <summary>The elements <c>unit</c>; the factor is folded into the first. Activity is not among them.</summary>
    public SbmlElement ToList(SourceSpan span)
    {
        var list = SbmlElement.Core("listOfUnits", span);
        IReadOnlyList<(string Kind, double Exponent)> kinds = [.. Kinds.Where(k => k.Kind != Activity)];
        kinds = kinds.Count == 0 ? [("dimensionless", 1)] : kinds;
        var (multiplier, scale) = Folded(kinds[0].Exponent);
        for (int i = 0; i < kinds.Count; i++)
        {
            list.Add(SbmlElement.Core(
                "unit", span, ("kind", kinds[i].Kind), ("exponent", SbmlNumber.Text(kinds[i].Exponent)),
                ("scale", i == 0 ? scale.ToString(CultureInfo.InvariantCulture) : "0"), ("multiplier", i == 0 ? SbmlNumber.Text(multiplier) : "1")));
        }

        return list;
    }

    /// <summary>A name such as <c>mole_per_litre</c>.</summary>
    public string ToName()
    {
        var name = new StringBuilder();
        if (Multiplier != 1 || Scale != 0)
        {
            name.Append('x').Append(SbmlNumber.Text(Multiplier * Math.Pow(10, Scale))).Append('_');
        }

        var above = Kinds.Where(k => k.Exponent > 0).ToList();
        name.AppendJoin('_', above.Select(Part));
        foreach (var (kind, exponent) in Kinds.Where(k => k.Exponent < 0))
        {
            name.Append(name.Length > 0 && name[^1] != '_' ? "_per_" : "per_").Append(Part((kind, -exponent)));
        }

        name.Append(Kinds.Count == 0 ? "dimensionless" : "");
        return string.Concat(name.ToString().Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : c is '-' ? 'n' : 'p'));

        static string Part((string Kind, double Exponent) k) => k.Exponent == 1 ? k.Kind : k.Kind + SbmlNumber.Text(k.Exponent);
    }

    private (double Multiplier, int Scale) Folded(double exponent)
    {
        double scale = Scale / exponent;
        double multiplier = exponent == 1 ? Multiplier : Math.Pow(Multiplier, 1 / exponent);
        if (scale != Math.Floor(scale))
        {
            multiplier *= Math.Pow(10, scale - Math.Floor(scale));
            scale = Math.Floor(scale);
        }

        while (multiplier >= 10)
        {
            (multiplier, scale) = (multiplier / 10, scale + 1);
        }

        while (multiplier < 1 && multiplier > 0)
        {
            (multiplier, scale) = (multiplier * 10, scale - 1);
        }

        return (multiplier, (int)scale);
    }
}
