using Thymus.Units;

namespace Thymus.Language.Binding;

/// <summary>What is known of the unit of an expression.</summary>
/// <param name="Unit">The unit; <see langword="null"/> when it is a bare number or not known.</param>
/// <param name="IsLiteral">A bare number: it takes the unit that its place needs.</param>
/// <param name="IsScaleFree">A bare number was multiplied in (<c>1000*x</c>), perhaps to convert: only the dimension is known.</param>
/// <param name="Symbolic">A power whose exponent is a symbol, such as <c>(mg/L)^gamma</c>; empty for none.</param>
internal readonly record struct Measure(Unit? Unit, bool IsLiteral = false, bool IsScaleFree = false, string Symbolic = "")
{
    /// <inheritdoc cref="Measure" path="/param[@name='Symbolic']" />
    public string Symbolic { get => field ?? ""; init; } = Symbolic;

    public static Measure Unknown => default;

    public static Measure Literal => new(null, IsLiteral: true);

    public static Measure PureNumber => new(Unit.Dimensionless);

    public bool IsKnown => Unit is not null;

    /// <summary>Whether it is known to be something else than a pure number.</summary>
    public bool IsDimensional => Unit is { } unit && (unit.Dimension != Dimension.None || Symbolic.Length > 0);

    /// <summary>In words, for messages.</summary>
    public string Text => Unit is null ? "an unknown unit"
        : Symbolic.Length == 0 ? Unit.Text == "1" ? "dimensionless" : Unit.Text
        : Unit.Text == "1" ? Symbolic : $"{Unit.Text}*{Symbolic}";

    public bool HasDimensionOf(Measure other) => Unit!.Dimension == other.Unit!.Dimension && Symbolic == other.Symbolic;

    public bool HasSizeOf(Measure other) => IsScaleFree || other.IsScaleFree || Unit!.IsSameAs(other.Unit!);

    public Measure Times(Measure other) => Combine(other, (a, b) => a * b, Symbolic.Length == 0 ? other.Symbolic
        : other.Symbolic.Length == 0 ? Symbolic : null);

    public Measure Over(Measure other) => Combine(other, (a, b) => a / b, Symbolic == other.Symbolic ? ""
        : other.Symbolic.Length == 0 ? Symbolic : null);

    private Measure Combine(Measure other, Func<Unit, Unit, Unit> combine, string? symbolic)
    {
        if (IsLiteral && other.IsLiteral)
        {
            return Literal;
        }

        return (!IsKnown && !IsLiteral) || (!other.IsKnown && !other.IsLiteral) || symbolic is null ? Unknown : new Measure(
            combine(Unit ?? Unit.Dimensionless, other.Unit ?? Unit.Dimensionless), false,
            IsScaleFree || other.IsScaleFree || IsLiteral || other.IsLiteral, symbolic);
    }
}
