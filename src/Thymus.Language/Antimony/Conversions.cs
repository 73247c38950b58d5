using Thymus.Language.Sbml;

namespace Thymus.Language.Antimony;

/// <summary>
/// What the conversion factors of submodels and mergers make of formulas when submodels are written out (Antimony reference, section 4.2): time of
/// a submodel times its factor is the outer time, likewise for reaction extent, and a merged symbol times its factor is the outer one.
/// </summary>
/// <param name="module">The model that is written.</param>
/// <param name="idOf">The id of a symbol by its path.</param>
internal sealed class Conversions(AntimonyModule? module, Func<string, string> idOf)
{
    /// <summary>Nothing is converted: the submodels stay, and their factors with them.</summary>
    public static Conversions None { get; } = new(null, path => path);

    public SbmlElement Time(SbmlElement time, string scope)
    {
        foreach (var (factor, _) in Levels(scope).Where(l => l.Time is not null))
        {
            time = SbmlMath.Call("divide", time.Span, time, Name(factor!, time));
        }

        return time;
    }

    /// <summary>The length of a delay in outer time.</summary>
    public SbmlElement Delay(SbmlElement delay, string scope)
    {
        SbmlElement[] factors = [.. Levels(scope).Where(l => l.Time is not null).Select(l => Name(l.Time!, delay))];
        return factors.Length == 0 ? delay : SbmlMath.Call("times", delay.Span, [.. factors, delay]);
    }

    /// <summary>The delay of an event in outer time.</summary>
    public SbmlElement EventDelay(SbmlElement delay, string scope)
    {
        foreach (var (time, _) in Levels(scope).Where(l => l.Time is not null).Reverse())
        {
            delay = SbmlMath.Call("times", delay.Span, delay, Name(time!, delay));
        }

        return delay;
    }

    /// <summary>A symbol as a formula of a submodel means it.</summary>
    public SbmlElement Value(SbmlElement value, string path, string scope)
    {
        if (module?.Resolve(path) is { Role: Role.Reaction or Role.Gene })
        {
            foreach (var (time, extent) in Levels(scope).Take(Outermost(path, scope)))
            {
                value = extent is null ? value : SbmlMath.Call("divide", value.Span, value, Name(extent, value));
                value = time is null ? value : SbmlMath.Call("times", value.Span, value, Name(time, value));
            }
        }

        foreach (string factor in Factors(path).Reverse())
        {
            value = SbmlMath.Call("divide", value.Span, value, Name(factor, value));
        }

        return value;
    }

    /// <summary>The rate of change of a symbol as a formula of a submodel means it: per time of the submodel.</summary>
    public SbmlElement Rate(SbmlElement rate, string path, string scope)
    {
        foreach (string factor in Factors(path).Reverse())
        {
            rate = SbmlMath.Call("divide", rate.Span, rate, Name(factor, rate));
        }

        foreach (var (time, _) in Levels(scope).Where(l => l.Time is not null))
        {
            rate = SbmlMath.Call("times", rate.Span, rate, Name(time!, rate));
        }

        return rate;
    }

    /// <summary>The law of a reaction of a submodel, per outer time and in outer extent.</summary>
    public SbmlElement Law(SbmlElement law, string scope)
    {
        foreach (var (time, extent) in Levels(scope).Reverse())
        {
            law = time is null ? law : SbmlMath.Call("divide", law.Span, law, Name(time, law));
            law = extent is null ? law : SbmlMath.Call("times", law.Span, law, Name(extent, law));
        }

        return law;
    }

    /// <summary>The right side of a rate rule of a submodel, per outer time.</summary>
    public SbmlElement RateRule(SbmlElement rate, string scope, string owner)
    {
        foreach (var (time, _) in Levels(scope).Where(l => l.Time is not null).Reverse())
        {
            rate = SbmlMath.Call("divide", rate.Span, rate, Name(time!, rate));
        }

        return Target(rate, owner);
    }

    /// <summary>A value that a submodel gives to a symbol, as that of what the symbol was merged into.</summary>
    public SbmlElement Target(SbmlElement value, string owner)
    {
        foreach (string factor in Factors(owner))
        {
            value = SbmlMath.Call("times", value.Span, value, Name(factor, value));
        }

        return value;
    }

    private SbmlElement Name(string path, SbmlElement at) => SbmlMath.Name(idOf(path), at.Span);

    /// <summary>
    /// How many submodels are around the outermost of: a formula, what a reaction that it names was merged into, the statement of its law. There
    /// the rate is meant; from there on inwards only the factors of the mergers count.
    /// </summary>
    private int Outermost(string path, string scope)
    {
        int depth = scope.Count(c => c == '.');
        var symbol = module!.Find(path);
        for (; symbol?.MergedInto is { } next; symbol = module.Find(next))
        {
            depth = Math.Min(depth, next.Count(c => c == '.'));
        }

        return (symbol?.Value ?? symbol?.Assignment) is { } law ? Math.Min(depth, law.Scope.Count(c => c == '.')) : depth;
    }

    /// <summary>The factors of the submodels around a scope, outermost first.</summary>
    private IEnumerable<(string? Time, string? Extent)> Levels(string scope) => module is null || scope.Length == 0 ? [] : Levels(module, scope);

    private static IEnumerable<(string? Time, string? Extent)> Levels(AntimonyModule module, string scope)
    {
        for (int dot = scope.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = scope.IndexOf('.', dot + 1))
        {
            if (module.Find(scope[..dot])?.Submodel is { } part)
            {
                yield return (part.TimeFactor, part.ExtentFactor);
            }
        }
    }

    /// <summary>The factors of the mergers of a symbol, its own first.</summary>
    private IEnumerable<string> Factors(string path) => module?.Find(path) is { MergedInto: not null } symbol ? Factors(module, symbol) : [];

    private static IEnumerable<string> Factors(AntimonyModule module, AntimonySymbol? symbol)
    {
        for (; symbol?.MergedInto is { } next; symbol = module.Find(next))
        {
            if (symbol.MergerFactor is { } factor)
            {
                yield return factor;
            }
        }
    }
}
