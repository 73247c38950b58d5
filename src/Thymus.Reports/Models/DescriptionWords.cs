using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Reports.Words;

namespace Thymus.Reports.Models;

/// <summary>Sentences that every form of a description has.</summary>
internal static class DescriptionWords
{
    /// <summary>How large the model is.</summary>
    public static IEnumerable<string> Size(ModelDescription description)
    {
        var model = description.Model;
        int Symbols(SymbolKind kind) => model.Symbols.Count(s => s.Kind == kind);
        (int Count, string Words)[] parts =
        [
            Counted(Symbols(SymbolKind.Compartment), "compartment"), (Symbols(SymbolKind.Species), $"{Symbols(SymbolKind.Species)} species"),
            Counted(Symbols(SymbolKind.Parameter), "parameter"), Counted(model.Reactions.Length, "reaction"), Counted(model.Rules.Length, "rule"),
            Counted(model.Events.Length, "event"),
        ];
        yield return parts.Any(p => p.Count > 0) ? Format.List([.. parts.Where(p => p.Count > 0).Select(p => p.Words)]) : "an empty model";
        if (description.Statistics is { } size)
        {
            double full = (double)size.States * size.States;
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Plural(size.States, "state")}; the Jacobian has {Plural(size.JacobianEntries, "entry", "entries")} that may differ from 0 ({(full > 0 ? 100 * size.JacobianEntries / full : 0):0.#} % of the matrix), its factors {size.FactorEntries}");
        }
        else
        {
            yield return "the model does not compile: 'thymus model check' says why";
        }
    }

    /// <summary>What the model says of its units.</summary>
    public static IEnumerable<string> Units(ModelDescription description)
    {
        yield return $"time: {description.TimeUnit}; substance: {description.Model.SubstanceUnit?.Text ?? "not stated"}";
        if (description.Model.Symbols.Any(s => s is { Kind: SymbolKind.Species, IsAmount: false, Compartment: not null }))
        {
            yield return "the name of a species stands for its concentration" + (description.Model.Symbols.Any(s => s is { Kind: SymbolKind.Species, IsAmount: true }) ? ", unless the start values say amount" : "");
        }

        if (description.Model.Reactions.Any(r => r.IsFast))
        {
            yield return "fast, at equilibrium at all times: " + string.Join(", ", description.Model.Reactions.Where(r => r.IsFast).Select(r => r.Symbol.Name));
        }
    }

    /// <summary>Stiffness.</summary>
    public static IEnumerable<string> TimeScales(ModelDescription description)
    {
        if (description.Stiffness is not { } s)
        {
            if (description.Statistics is { States: > 0 })
            {
                yield return "not computed: too many states, delays, fast reactions, algebraic rules that are not linear or have to be differentiated, or values that are no numbers";
            }

            yield break;
        }

        string time = Simulation.ModelUnits.TimeText(description.Model) is { } unit ? " " + unit : "";
        string place = string.Create(CultureInfo.InvariantCulture, $"eigenvalues of the Jacobian at {s.Points} points of the course from 0 to {s.Until:G6}{time}: ");
        if (s.Fastest > 0)
        {
            yield return place + string.Create(
                CultureInfo.InvariantCulture, $"time constants from {1 / s.Fastest:G3}{time} to {1 / s.Slowest:G3}{time}; at one point they differ by a factor of {s.Spread:G3} at most (at {s.SpreadAt:G4}{time})");
            yield return s.IsStiff
                ? "stiff: rodas5p or, for a large model, bdf is the right method"
                : "not stiff: tsit5 may be faster than rodas5p";
        }
        else
        {
            yield return place + "none has a negative real part";
        }

        if (s.Growing > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"something grows: the largest positive real part is {s.Growing:G3}{(time.Length > 0 ? " per" + time : "")}");
        }
    }

    /// <summary>A resource without what all of its kind begin with.</summary>
    public static string Short(string resource)
    {
        foreach (string prefix in (string[])["http://identifiers.org/", "https://identifiers.org/", "urn:miriam:"])
        {
            if (resource.StartsWith(prefix, StringComparison.Ordinal))
            {
                return resource[prefix.Length..];
            }
        }

        return resource;
    }

    private static (int Count, string Words) Counted(int n, string one) => (n, Plural(n, one));

    private static string Plural(int n, string one, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{n} {(n == 1 ? one : many ?? one + "s")}");
}
