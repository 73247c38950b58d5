using Thymus.Compilation.Graphs;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation.Flattening;

// Delays: an expression a while ago is the same expression of what its states were then (docs/science/delays.md).
internal sealed partial class SymbolValues
{
    // Delays of delays of sums can ask for any number; no model that is meant comes near.
    private const int MostLookups = 4_000;

    private readonly Differentiation _history = new(graph);

    private bool _hasReportedLookups;

    /// <summary>Where the first delay is written; <see langword="null"/> where there is none.</summary>
    public SourceSpan? FirstDelay { get; private set; }

    private int Delay(Moment moment, BoundCall call, int now, int lag)
    {
        FirstDelay ??= call.Span;
        if (graph.Is(lag, 0))
        {
            return now;
        }

        if (graph.Lookups > MostLookups)
        {
            if (!_hasReportedLookups)
            {
                findings.Add(new Diagnostic(
                    CompilationRules.TooLarge, call.Span, "give delayed values names of their own, and delay them less often", index.Model.Id,
                    $"delays of delays ask for more than {MostLookups:N0} values of the past"));
            }

            _hasReportedLookups = true;
            return graph.Constant(double.NaN);
        }

        if (moment is Moment.History)
        {
            return Substitution.Delay(graph, now, lag);   // before the start as well
        }

        int before = Of(Moment.History, call.Arguments[0]);
        if (moment is Moment.Start)
        {
            int past = Substitution.BeforeStart(graph, before, graph.Negate(lag), StartOf);
            int delayed = graph.Select(graph.Less(graph.Zero, lag), past, graph.Constant(double.NaN));
            return graph.Select(graph.AreEqual(lag, graph.Zero), now, delayed);
        }

        return graph.Select(graph.IsBeforeStart(lag), Substitution.Delay(graph, before, lag), Substitution.Delay(graph, now, lag));
    }

    /// <summary>
    /// The value of a symbol before the start, at any time. An initial assignment counts where it says how the value was at other times
    /// than the start; otherwise a state is there what it starts with, which is looked up like one after the start.
    /// </summary>
    private int BeforeStart(Symbol symbol)
    {
        if (index.AssignmentOf(symbol) is { } rule)
        {
            return Translate(Moment.History, rule);
        }

        int now = _values[(Moment.Running, symbol)];
        return DefinitionOf(Moment.History, symbol) is { } definition && Translate(Moment.History, definition) is var value && DependsOnTime(value)
            ? value
            : now;
    }

    /// <summary>States do not change before the start.</summary>
    private int RateBeforeStart(BoundSymbol changing) =>
        _history.Of(Of(Moment.History, changing.Symbol, changing.Span)).GetValueOrDefault(Differentiation.TimeVariable, graph.Zero);

    private bool DependsOnTime(int node) =>
        Walk.Order(graph, [node], n => graph.RankOf(n) is Rank.Dynamic).Any(n => graph[n].Operation is Operation.Time);
}
