using Thymus.Language.Binding;
using Thymus.Units;

namespace Thymus.Simulation;

/// <summary>Units of the quantities of a model, as far as the model says them.</summary>
public static class ModelUnits
{
    private static readonly Unit Litre = Unit.Create("L", 1, -3, Dimension.None with { Length = 3 });

    private static readonly Unit[] TimeUnits =
    [
        Time("s", 1), Time("min", 60), Time("h", 3600), Time("d", 86400), Time("weeks", 604800), Time("months", 2629800),
        Time("years", 31557600), Time("years of 365 d", 31536000),
    ];

    /// <summary>Unit of what a dose adds to a symbol: of a species its amount, of another variable its own unit.</summary>
    /// <remarks>The declared unit of a species is that of its concentration, unless it stands for its amount (SBML).</remarks>
    public static Unit? OfAmount(BoundModel model, Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(symbol);
        if (symbol.Kind is not SymbolKind.Species)
        {
            return symbol.Unit;
        }

        if (symbol.Unit is not { } unit)
        {
            return model.SubstanceUnit;
        }

        return symbol.IsAmount || symbol.Compartment is not { } compartment ? unit : unit * (compartment.Unit ?? Litre);
    }

    /// <summary>
    /// The model's unit of time as people call it, such as <c>d</c> for 86400 s; as the model calls it where it has no such name;
    /// <see langword="null"/> when the model does not say it.
    /// </summary>
    public static string? TimeText(BoundModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.TimeUnit is { } unit ? TimeUnits.FirstOrDefault(known => known.IsSameAs(unit), unit).Text : null;
    }

    /// <summary>Unit of a constant or of the start value of a species, which the model may give as an amount or a concentration.</summary>
    public static Unit? OfParameter(BoundModel model, Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return symbol is { Kind: SymbolKind.Species, InitialValueIsAmount: true, IsAmount: false } ? OfAmount(model, symbol) : symbol.Unit;
    }

    /// <summary>A time in the model's unit; a number without a unit is in it already. <see langword="null"/> when it is no time that the model knows.</summary>
    public static double? Time(BoundModel model, Quantity time)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Value(time, model.TimeUnit);
    }

    /// <summary>A value in a unit; a number without a unit is in it already. <see langword="null"/> when the dimensions differ.</summary>
    internal static double? Value(Quantity value, Unit? unit)
    {
        bool isBare = value.Unit == Unit.Dimensionless;
        return isBare ? value.Value : unit is not null && value.Unit.IsCommensurableWith(unit) ? value.In(unit) : null;
    }

    private static Unit Time(string text, double seconds) => new(text, seconds, Dimension.None with { Time = 1 });
}
