using System.Diagnostics.CodeAnalysis;

namespace Thymus.Units;

public sealed partial record Unit
{
    /// <summary>Every unit name that <see cref="TryParse"/> knows, for messages and for editors.</summary>
    public static IReadOnlyCollection<string> KnownNames => UnitCatalogue.All.Keys;

    /// <summary>The unit of one name without arithmetic, such as <c>mg</c>; <see langword="null"/> when it is not known.</summary>
    public static Unit? Find(string name) => UnitCatalogue.All.GetValueOrDefault(name);

    /// <summary>Reads a unit such as <c>mg/m^2</c>, <c>L/d</c>, <c>1e9/L</c>, <c>ug/mL</c>, <c>weeks</c>.</summary>
    /// <remarks>
    /// Also <c>mg/m2</c>, <c>mg/m²</c>, <c>10^9/L</c>, <c>mg/(kg*d)</c>. A number binds to the unit that follows it, so that
    /// <c>mL/min/1.73m^2</c> is mL/min per 1.73 m². A chain of <c>/</c> is read from the left.
    /// </remarks>
    /// <param name="text">The text.</param>
    /// <param name="unit">The unit, when it was understood.</param>
    /// <param name="error">What is wrong and what to try, when it was not.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Unit? unit, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new UnitParser(text);
        unit = parser.ParseAll();
        error = unit is null ? parser.Error : null;
        return unit is not null;
    }
}
