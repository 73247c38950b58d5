using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Simulation.Describing;

namespace Thymus.Reports.Models;

/// <summary>Describes a model.</summary>
public static class ModelDescriber
{
    /// <summary>Describes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="until">Length of the course along which stiffness is looked at, in the model's unit of time.</param>
    /// <param name="cancellation">Stops the course.</param>
    public static ModelDescription Describe(BoundModel model, double until, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        var compiled = CompiledModel.Compile(new CompileRequest { Model = model });
        var equations = new ModelEquations(model);
        var differential = equations.Differential();
        return new ModelDescription
        {
            Model = model,
            Notes = NotesOf(model.Annotations),
            Sources = SourcesOf(model.Annotations),
            Statistics = compiled.Succeeded ? compiled.Value.Statistics : null,
            Equations = differential,
            Definitions = equations.Definitions(),
            AtStart = equations.AtStart(),
            Reactions = [.. model.Reactions.Select(r => new DescribedReaction(r.Symbol.Name, r.Symbol.DisplayName, ModelEquations.Scheme(r), r.Rate is { } rate ? MathLayout.Of(rate) : null))],
            Starts = [.. Starts(model, equations)],
            Parameters = [.. Parameters(model, equations)],
            Events = [.. model.Events.Select(EventOf)],
            Moieties = ConservedMoieties.Find(model) is { } moieties ? [.. moieties.Select(SumOf)] : null,
            Stiffness = compiled.Succeeded ? Stiffness.Along(compiled.Value, until, cancellation) : null,
        };
    }

    private static IEnumerable<DescribedValue> Starts(BoundModel model, ModelEquations equations)
    {
        var computed = ComputedAtStart(model);
        var varying = Varying(model);
        var ruled = model.Rules.Where(r => r.Kind is RuleKind.Assignment).Select(r => r.Target).ToHashSet();
        foreach (var symbol in model.Symbols.Where(s => s.Kind is SymbolKind.Species or SymbolKind.Compartment || (s.Kind is SymbolKind.Parameter && varying.Contains(s))))
        {
            if (ruled.Contains(symbol))
            {
                continue;
            }

            string kind = symbol.Kind switch
            {
                SymbolKind.Compartment => "compartment",
                SymbolKind.Species => (symbol.IsBoundary ? "boundary " : "") + (symbol.IsAmount ? "amount" : "concentration") + (symbol.Compartment is { } place ? $" in {place.Name}" : ""),
                _ => "variable",
            };
            bool isAmount = symbol is { Kind: SymbolKind.Species, InitialValueIsAmount: true, IsAmount: false };
            yield return new DescribedValue(
                symbol.Name, isAmount ? kind + ", given as amount" : kind, symbol.DisplayName, double.IsNaN(symbol.InitialValue) ? null : symbol.InitialValue, computed.Contains(symbol) ? "computed" : "no value",
                (isAmount ? Simulation.ModelUnits.OfAmount(model, symbol) : equations.UnitOf(symbol))?.Text, SourcesOf(symbol.Annotations));
        }
    }

    private static IEnumerable<DescribedValue> Parameters(BoundModel model, ModelEquations equations)
    {
        var elsewhere = ComputedAtStart(model).Concat(Varying(model)).Concat(model.Rules.Select(r => r.Target).OfType<Symbol>()).ToHashSet();
        return from symbol in model.Symbols
               where symbol.Kind is SymbolKind.Parameter && !elsewhere.Contains(symbol)
               select new DescribedValue(
                   symbol.Name, "constant", symbol.DisplayName, double.IsNaN(symbol.InitialValue) ? null : symbol.InitialValue, "no value", equations.UnitOf(symbol)?.Text,
                   SourcesOf(symbol.Annotations));
    }

    private static HashSet<Symbol> ComputedAtStart(BoundModel model) => [.. model.InitialAssignments.Select(a => a.Target)];

    private static HashSet<Symbol> Varying(BoundModel model) =>
        [.. model.Rules.Where(r => r.Kind is RuleKind.Rate).Select(r => r.Target).OfType<Symbol>(), .. model.Events.SelectMany(e => e.Assignments).Select(a => a.Target)];

    private static DescribedEvent EventOf(ModelEvent item)
    {
        var details = ImmutableArray.CreateBuilder<(string, MathNode?)>();
        if (item.Delay is not null)
        {
            details.Add(("after", MathLayout.Of(item.Delay)));
            details.Add((item.UsesValuesFromTriggerTime ? "with the values at the trigger" : "with the values of then", null));
            if (!item.IsPersistent)
            {
                details.Add(("unless the trigger turns false before", null));
            }
        }

        if (item.Priority is not null)
        {
            details.Add(("priority", MathLayout.Of(item.Priority)));
        }

        if (!item.InitialTriggerValue)
        {
            details.Add(("fires at the start if it holds then", null));
        }

        return new DescribedEvent(
            item.DisplayName ?? item.Name, MathLayout.Of(item.Trigger), details.ToImmutable(),
            [.. item.Assignments.Select(a => new DescribedEquation(a.Target.Name, new MathName(a.Target.Name), MathLayout.Of(a.Expression), a.Target.Unit?.Text))]);
    }

    private static MathNode SumOf(Moiety moiety)
    {
        var terms = moiety.Terms.Select((t, i) =>
        {
            MathNode amount = t.Species is { IsAmount: false, Compartment: { } place } ? MathRow.Of(new MathName(place.Name), new MathSign("·"), new MathName(t.Species.Name)) : new MathName(t.Species.Name);
            MathNode term = t.Weight.IsOne ? amount : MathRow.Of(new MathNumber((double)t.Weight), new MathSign("·"), amount);
            return i == 0 ? term : MathRow.Of(new MathSign("+"), term);
        });
        return new MathSum([.. terms]);
    }

    private static string? NotesOf(IEnumerable<Annotation> annotations) =>
        annotations.Where(a => a.Qualifier == "notes").SelectMany(a => a.Resources).FirstOrDefault(n => n.Trim().Length > 0)?.Trim();

    private static ImmutableArray<string> SourcesOf(IEnumerable<Annotation> annotations) =>
        [.. annotations.Where(a => a.Qualifier is not ("notes" or "created" or "modified" or "creator")).SelectMany(a => a.Resources).Distinct(StringComparer.Ordinal)];
}
