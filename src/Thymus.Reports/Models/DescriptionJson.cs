using Thymus.Language.Binding;

namespace Thymus.Reports.Models;

/// <summary>A description for a program: every formula as text and as LaTeX.</summary>
public static class DescriptionJson
{
    /// <summary>The object to serialise.</summary>
    public static object Of(ModelDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        var model = description.Model;
        return new
        {
            id = model.Id,
            name = model.Name,
            sources = description.Sources,
            notes = description.Notes,
            units = new { time = model.TimeUnit?.Text, substance = model.SubstanceUnit?.Text },
            size = new
            {
                compartments = Count(SymbolKind.Compartment),
                species = Count(SymbolKind.Species),
                parameters = Count(SymbolKind.Parameter),
                reactions = model.Reactions.Length,
                rules = model.Rules.Length,
                events = model.Events.Length,
                states = description.Statistics?.States,
                jacobianEntries = description.Statistics?.JacobianEntries,
                factorEntries = description.Statistics?.FactorEntries,
            },
            equations = description.Equations.Select(Equation),
            definitions = description.Definitions.Select(Equation),
            computedAtStart = description.AtStart.Select(Equation),
            reactions = description.Reactions.Select(r => new { name = r.Name, title = r.Title, scheme = Formula(r.Scheme), rate = r.Rate is null ? null : Formula(r.Rate) }),
            events = description.Events.Select(e => new
            {
                name = e.Name,
                trigger = Formula(e.Trigger),
                details = e.Details.Select(d => new { words = d.Words, value = d.Value is null ? null : Formula(d.Value) }),
                assignments = e.Assignments.Select(Equation),
            }),
            startValues = description.Starts.Select(Value),
            parameters = description.Parameters.Select(Value),
            conservedSums = description.Moieties?.Select(Formula),
            timeScales = description.Stiffness,
        };

        int Count(SymbolKind kind) => model.Symbols.Count(s => s.Kind == kind);
    }

    private static object Equation(DescribedEquation equation) => new { name = equation.Name, left = Formula(equation.Left), right = Formula(equation.Right), unit = equation.Unit };

    private static object Value(DescribedValue value) => new
    {
        name = value.Name,
        kind = value.Kind,
        title = value.Title,
        value = value.Value,
        unit = value.Unit,
        sources = value.Sources,
    };

    private static object Formula(MathNode node) => new { text = PlainMath.Of(node), latex = LatexMath.Of(node) };
}
