using System.Collections.Frozen;

namespace Thymus.Units;

/// <summary>The units that people write in medicine, with the prefixes that are in use; each name has one meaning.</summary>
/// <remarks>
/// Factors: BIPM, The International System of Units, 9th edition 2019 (SI brochure). A month is 30.4375 d and a year is 365.25 d (Julian year).
/// Prefixes are limited to those in use, so that <c>Mg</c> or <c>ML</c> is a slip of the keyboard, not a million.
/// </remarks>
internal static class UnitCatalogue
{
    private static readonly (string Symbol, string Name, int Power)[] AllPrefixes =
    [
        ("f", "femto", -15), ("p", "pico", -12), ("n", "nano", -9), ("u", "micro", -6), ("µ", "micro", -6), ("μ", "micro", -6),
        ("m", "milli", -3), ("c", "centi", -2), ("d", "deci", -1), ("h", "hecto", 2), ("k", "kilo", 3), ("M", "mega", 6), ("G", "giga", 9),
        ("T", "tera", 12),
    ];

    private static readonly Dimension Length = Dimension.None with { Length = 1 };
    private static readonly Dimension Mass = Dimension.None with { Mass = 1 };
    private static readonly Dimension Time = Dimension.None with { Time = 1 };
    private static readonly Dimension Current = Dimension.None with { Current = 1 };
    private static readonly Dimension Substance = Dimension.None with { Substance = 1 };
    private static readonly Dimension Luminosity = Dimension.None with { Luminosity = 1 };
    private static readonly Dimension Item = Dimension.None with { Item = 1 };
    private static readonly Dimension Activity = Dimension.None with { Activity = 1 };
    private static readonly Dimension Volume = Length.Power(3);
    private static readonly Dimension Energy = Mass * Length.Power(2) / Time.Power(2);
    private static readonly Dimension Voltage = Energy / Time / Current;

    /// <summary>Every name with its unit.</summary>
    public static FrozenDictionary<string, Unit> All { get; } = Build().ToFrozenDictionary(StringComparer.Ordinal);

    private static Dictionary<string, Unit> Build()
    {
        var units = new Dictionary<string, Unit>(StringComparer.Ordinal);

        Add("g", 1, -3, Mass, "fpnuµμmk", "gram", "grams", "gramme", "grammes");
        Add("L", 1, -3, Volume, "fpnuµμmcd", "litre", "litres", "liter", "liters");
        Add("l", 1, -3, Volume, "fpnuµμmcd");
        Add("mol", 1, 0, Substance, "fpnuµμmk", "mole", "moles");
        Add("M", 1, 3, Substance / Volume, "fpnuµμm", "molar");
        Add("m", 1, 0, Length, "pnuµμmcdk", "metre", "metres", "meter", "meters");
        Add("s", 1, 0, Time, "fpnuµμm", "second", "seconds");
        Add("Gy", 1, 0, Length.Power(2) / Time.Power(2), "uµμmc", "gray", "grays");
        Add("Sv", 1, 0, Length.Power(2) / Time.Power(2), "uµμm", "sievert", "sieverts");
        Add("Bq", 1, 0, Time.Power(-1), "kMGT", "becquerel", "becquerels");
        Add("Hz", 1, 0, Time.Power(-1), "kMG", "hertz");
        Add("IU", 1, 0, Activity, "uµμmkM");
        Add("U", 1, 0, Activity, "uµμmkM");
        Add("J", 1, 0, Energy, "mkM", "joule", "joules");
        Add("N", 1, 0, Energy / Length, "mk", "newton", "newtons");
        Add("Pa", 1, 0, Energy / Volume, "hkM", "pascal", "pascals");
        Add("W", 1, 0, Energy / Time, "mk", "watt", "watts");
        Add("A", 1, 0, Current, "uµμm", "ampere", "amperes");
        Add("V", 1, 0, Voltage, "uµμmk", "volt", "volts");
        Add("C", 1, 0, Current * Time, "", "coulomb", "coulombs");
        Add("K", 1, 0, Dimension.None with { Temperature = 1 }, "", "kelvin", "kelvins");
        Add("kat", 1, 0, Substance / Time, "nuµμm", "katal", "katals");
        Add("cd", 1, 0, Luminosity, "", "candela", "candelas");

        Same(1, 0, Luminosity, "lumen", "lumens");
        Same(1, 0, Luminosity / Length.Power(2), "lux");
        Same(1, 0, Current * Time / Voltage, "farad", "farads");
        Same(1, 0, Voltage * Time / Current, "henry", "henries");
        Same(1, 0, Voltage / Current, "ohm", "ohms");
        Same(1, 0, Current / Voltage, "siemens", "S");
        Same(1, 0, Voltage * Time, "weber", "webers");
        Same(1, 0, Voltage * Time / Length.Power(2), "tesla", "teslas");
        Same(1, 0, Dimension.None, "radian", "radians", "rad", "steradian", "steradians", "dimensionless", "fraction");
        Same(6.02214076, 23, Dimension.None, "avogadro");
        Same(1, -2, Dimension.None, "%", "percent");
        Same(1, -9, Mass, "mcg");
        Same(60, 0, Time, "min", "mins", "minute", "minutes");
        Same(3600, 0, Time, "h", "hr", "hrs", "hour", "hours");
        Same(86400, 0, Time, "d", "day", "days");
        Same(604800, 0, Time, "wk", "wks", "week", "weeks");
        Same(2629800, 0, Time, "mo", "month", "months");
        Same(31557600, 0, Time, "y", "yr", "yrs", "year", "years");
        Same(1, 0, Time, "sec", "secs");
        Same(1, 0, Item, "item", "items", "cell", "cells", "molecule", "molecules", "particle", "particles", "copy", "copies", "CFU", "PFU", "vg");
        Same(133.322387415, 0, Energy / Volume, "mmHg");
        Same(4.184, 3, Energy, "kcal");
        Same(3.7, 10, Time.Power(-1), "Ci");
        Same(3.7, 7, Time.Power(-1), "mCi");
        Same(1, 0, Activity, "unit", "units");
        return units;

        void Add(string symbol, double multiplier, int scale, Dimension dimension, string prefixes, params string[] names)
        {
            Same(multiplier, scale, dimension, [symbol, .. names]);
            foreach (var (prefix, word, power) in AllPrefixes.Where(p => prefixes.Contains(p.Symbol, StringComparison.Ordinal)))
            {
                Same(multiplier, scale + power, dimension, [prefix + symbol, .. names.Select(n => word + n)]);
            }
        }

        void Same(double multiplier, int scale, Dimension dimension, params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
            {
                units[name] = Unit.Create(name, multiplier, scale, dimension);
            }
        }
    }
}
