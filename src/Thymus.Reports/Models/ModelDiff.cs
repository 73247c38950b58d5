using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Units;

namespace Thymus.Reports.Models;

/// <summary>One difference between two models.</summary>
/// <param name="What">What differs: <c>species</c>, <c>rule</c>, …</param>
/// <param name="Name">Its name in the models.</param>
/// <param name="Field">Which property of it.</param>
/// <param name="First">In the first model; <see langword="null"/> where it is not there.</param>
/// <param name="Second">In the second model; <see langword="null"/> where it is not there.</param>
public sealed record ModelDifference(string What, string Name, string Field, string? First, string? Second);

/// <summary>Compares two models by what they mean, name by name: order, layout and display names are free.</summary>
/// <remarks>
/// Formulas are equal when they are up to the order of sums and products and the way they are nested. A start value is compared as an amount
/// where the sizes of compartments are plain numbers.
/// </remarks>
public static class ModelDiff
{
    private const string Missing = "not there";

    /// <summary>The differences, by kind and name.</summary>
    public static ImmutableArray<ModelDifference> Compare(BoundModel first, BoundModel second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var (one, other) = (Facts(first), Facts(second));
        var differences = ImmutableArray.CreateBuilder<ModelDifference>();
        foreach (var key in one.Keys.Union(other.Keys))
        {
            var (a, b) = (one.GetValueOrDefault(key), other.GetValueOrDefault(key));
            if (a is null || b is null)
            {
                var fields = (a ?? b)!.Where(f => f.Value.Shown.Length > 0).Select(f => $"{f.Key} {f.Value.Shown}");
                string shown = string.Join(", ", fields);
                differences.Add(new ModelDifference(key.What, key.Name, "", a is null ? null : shown, b is null ? null : shown));
                continue;
            }

            foreach (string field in a.Keys.Union(b.Keys))
            {
                var x = a.GetValueOrDefault(field, (Key: "", Shown: Missing));
                var y = b.GetValueOrDefault(field, (Key: "", Shown: Missing));
                if (x.Key != y.Key)
                {
                    differences.Add(new ModelDifference(key.What, key.Name, field, x.Shown, y.Shown));
                }
            }
        }

        return differences.ToImmutable();
    }

    private static Dictionary<(string What, string Name), Dictionary<string, (string Key, string Shown)>> Facts(BoundModel model)
    {
        var facts = new Dictionary<(string, string), Dictionary<string, (string Key, string Shown)>>
        {
            [("model", "")] = new() { ["unit of time"] = UnitFact(model.TimeUnit), ["unit of substance"] = UnitFact(model.SubstanceUnit) },
        };
        var starts = model.InitialAssignments.DistinctBy(a => a.Target).ToDictionary(a => a.Target, a => a.Expression);
        var ruled = model.Rules.Where(r => r.Kind is RuleKind.Assignment).Select(r => r.Target).ToHashSet();
        foreach (var symbol in model.Symbols.Where(s => s.Kind is not SymbolKind.Reaction))
        {
            facts[(symbol.Kind.ToString().ToLowerInvariant(), symbol.Name)] = OfSymbol(symbol, starts, ruled.Contains(symbol));
        }

        foreach (var rule in model.Rules)
        {
            string name = rule.Target?.Name ?? FormulaKey.Of(rule.Expression);
            facts[("rule", name)] = new() { ["kind"] = Plain(rule.Kind.ToString().ToLowerInvariant()), ["formula"] = Formula(rule.Expression) };
        }

        foreach (var reaction in model.Reactions)
        {
            facts[("reaction", reaction.Symbol.Name)] = new()
            {
                ["reactants"] = Side(reaction.Reactants),
                ["products"] = Side(reaction.Products),
                ["rate"] = reaction.Rate is null ? Plain("none") : Formula(reaction.Rate),
                ["at equilibrium at all times"] = Plain(reaction.IsFast ? "yes" : "no"),
            };
        }

        foreach (var item in model.Events)
        {
            facts[("event", item.Name)] = OfEvent(item);
        }

        foreach (var constraint in model.Constraints)
        {
            facts[("constraint", constraint.Name)] = new() { ["condition"] = Formula(constraint.Condition) };
        }

        return facts;
    }

    private static Dictionary<string, (string, string)> OfSymbol(Symbol symbol, Dictionary<Symbol, BoundExpression> starts, bool isComputed)
    {
        var facts = new Dictionary<string, (string, string)> { ["unit"] = UnitFact(symbol.Unit) };
        if (!isComputed)
        {
            facts["start value"] = starts.TryGetValue(symbol, out var start) ? Formula(start) : Start(symbol);
        }

        if (symbol.Kind is SymbolKind.Species)
        {
            facts["compartment"] = Plain(symbol.Compartment?.Name ?? "none");
            facts["changed by reactions"] = Plain(symbol.IsBoundary || symbol.IsConstant ? "no" : "yes");
            facts["name stands for"] = Plain(symbol.IsAmount ? "amount" : "concentration");
            facts["conversion factor"] = Plain(symbol.ConversionFactor?.Name ?? "none");
        }

        return facts;
    }

    private static (string, string) Start(Symbol symbol)
    {
        double size = symbol is { Kind: SymbolKind.Species, IsAmount: false, InitialValueIsAmount: false, Compartment.InitialValue: var volume } && double.IsFinite(volume) ? volume : 1;
        string shown = double.IsNaN(symbol.InitialValue) ? "none" : PlainMath.Number(symbol.InitialValue) + (symbol.InitialValueIsAmount && !symbol.IsAmount ? " (amount)" : "");
        return ((symbol.InitialValue * size).ToString("R", CultureInfo.InvariantCulture), shown);
    }

    private static Dictionary<string, (string, string)> OfEvent(ModelEvent item)
    {
        var facts = new Dictionary<string, (string, string)>
        {
            ["trigger"] = Formula(item.Trigger),
            ["delay"] = item.Delay is null ? Plain("none") : Formula(item.Delay),
            ["priority"] = item.Priority is null ? Plain("none") : Formula(item.Priority),
            ["trigger before the start"] = Plain(item.InitialTriggerValue ? "true" : "false"),
            ["persistent"] = item.Delay is null && item.Priority is null ? Plain("") : Plain(item.IsPersistent ? "yes" : "no"),
            ["values from trigger time"] = item.Delay is null && item.Priority is null ? Plain("") : Plain(item.UsesValuesFromTriggerTime ? "yes" : "no"),
        };
        foreach (var assignment in item.Assignments)
        {
            facts["sets " + assignment.Target.Name + " to"] = Formula(assignment.Expression);
        }

        return facts;
    }

    private static (string, string) Side(ImmutableArray<Participant> side)
    {
        var parts = side.GroupBy(p => p.Species.Name).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
        {
            string number = PlainMath.Number(g.Where(p => p.Computed is null).Sum(p => p.Stoichiometry));
            var computed = g.Where(p => p.Computed is not null).Select(p => $"({PlainMath.Number(p.Stoichiometry)}·{FormulaKey.Of(p.Computed!)})");
            return string.Join(" + ", computed.Prepend(number).Where(t => t != "0")) is "1" ? g.Key : $"{string.Join(" + ", computed.Prepend(number).Where(t => t != "0"))} {g.Key}";
        });
        return Plain(side.IsEmpty ? "none" : string.Join(" + ", parts));
    }

    private static (string, string) UnitFact(Unit? unit) => unit is null ? Plain("none")
        : (string.Create(CultureInfo.InvariantCulture, $"{unit.Dimension} {unit.Factor:G10}"), unit.Text);

    private static (string, string) Formula(BoundExpression expression) => (FormulaKey.Of(expression), PlainMath.Of(MathLayout.Of(expression)));

    private static (string, string) Plain(string text) => (text, text);
}
