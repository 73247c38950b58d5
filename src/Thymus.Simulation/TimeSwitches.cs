using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Thymus.Language.Binding;

namespace Thymus.Simulation;

/// <summary>
/// Turns conditions on the time alone, such as <c>time &lt; 0.125</c>, that rates, rules and reactions use, into variables of 0 or 1 that events
/// switch. The rates are then smooth between events, and a step ends where a condition changes in place of running across the jump.
/// </summary>
/// <remarks>What a model means stays the same. A condition that holds for less than half a step can still be missed; a longest step prevents it.</remarks>
internal sealed class TimeSwitches
{
    private const int MostSwitches = 1000;
    private const double First = 1e300;   // before other events of that time

    private readonly BoundModel _model;
    private readonly Dictionary<Symbol, BoundExpression> _rules;
    private readonly HashSet<Symbol> _changing;
    private readonly Dictionary<Symbol, bool> _timed = [];
    private readonly Dictionary<string, Symbol> _switches = [];
    private readonly List<InitialAssignment> _starts = [];
    private readonly List<ModelEvent> _events = [];

    private TimeSwitches(BoundModel model)
    {
        _model = model;
        _rules = model.Rules.Where(r => r is { Kind: RuleKind.Assignment, Target: not null }).DistinctBy(r => r.Target)
            .ToDictionary(r => r.Target!, r => r.Expression);
        _changing = [.. model.Rules.Where(r => r.Kind is not RuleKind.Assignment).Select(r => r.Target).OfType<Symbol>(), .. model.Events.SelectMany(e => e.Assignments).Select(a => a.Target)];
    }

    /// <summary>The model with switches; the same model when it has no such condition.</summary>
    public static BoundModel Add(BoundModel model)
    {
        if (model.Rules.Any(r => r.Kind is RuleKind.Algebraic))
        {
            return model;   // what an algebraic rule solves for is not known here
        }

        var switches = new TimeSwitches(model);
        var changed = model with
        {
            Rules = [.. model.Rules.Select(r => r with { Expression = switches.Of(r.Expression) })],
            Reactions = [.. model.Reactions.Select(r => r.Rate is { } rate ? r with { Rate = switches.Of(rate) } : r)],
        };
        return switches._events.Count == 0 ? model : changed with
        {
            Symbols = [.. model.Symbols, .. switches._switches.Values],
            InitialAssignments = [.. model.InitialAssignments, .. switches._starts],
            Events = [.. model.Events, .. switches._events],
        };
    }

    /// <summary>Whether a value depends on the time and constants alone, and on the time at all.</summary>
    internal static bool IsOfTimeAlone(BoundModel model, BoundExpression expression) => new TimeSwitches(model).IsTimed(expression) is true;

    private BoundExpression Of(BoundExpression expression)
    {
        if (expression is not BoundCall call || call.Function is Function.Delay)   // a switch has no past before the start
        {
            return expression;
        }

        bool isCondition = call.Function is Function.Less or Function.LessOrEqual or Function.Greater or Function.GreaterOrEqual;
        if (isCondition && IsTimed(call) is true && SwitchOf(call) is { } symbol)
        {
            return new BoundCall(Function.Greater, [new BoundSymbol(symbol, call.Span), new BoundNumber(0.5, null, call.Span)], call.Span);
        }

        ImmutableArray<BoundExpression> arguments = [.. call.Arguments.Select(Of)];
        return arguments.Zip(call.Arguments).All(p => ReferenceEquals(p.First, p.Second)) ? call : call with { Arguments = arguments };
    }

    private Symbol? SwitchOf(BoundCall condition)
    {
        var text = new StringBuilder();
        Write(condition, text);
        string key = text.ToString();
        if (_switches.TryGetValue(key, out var known) || _switches.Count == MostSwitches)
        {
            return known;
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"switch:{_switches.Count}");
        var symbol = new Symbol(name, SymbolKind.Parameter, condition.Span);
        _switches.Add(key, symbol);
        var (one, zero) = (new BoundNumber(1, null, condition.Span), new BoundNumber(0, null, condition.Span));
        _starts.Add(new InitialAssignment(symbol, new BoundCall(Function.Piecewise, [one, condition, zero], condition.Span), condition.Span));
        Add(name + ":on", condition, one);
        Add(name + ":off", new BoundCall(Function.Not, [condition], condition.Span), zero);
        return symbol;

        void Add(string id, BoundExpression trigger, BoundNumber value) => _events.Add(new ModelEvent(
            id, trigger, null, new BoundNumber(First, null, condition.Span), true, true, false, [new EventAssignment(symbol, value)], condition.Span));
    }

    // True where it depends on the time and constants, false where on constants alone, null where on more.
    private bool? IsTimed(BoundExpression expression)
    {
        switch (expression)
        {
            case BoundNumber:
                return false;
            case BoundTime:
                return true;
            case BoundSymbol { Symbol: var symbol }:
                return IsTimed(symbol);
            case BoundCall { Function: not (Function.RateOf or Function.Delay or (>= Function.DrawNormal and <= Function.DrawRayleigh)) } call:
                bool timed = false;
                foreach (var argument in call.Arguments)
                {
                    if (IsTimed(argument) is not { } part)
                    {
                        return null;
                    }

                    timed |= part;
                }

                return timed;
            default:
                return null;
        }
    }

    private bool? IsTimed(Symbol symbol)
    {
        // Of rules those that are computed from constants are followed, such as a duration; a circle of rules counts as more.
        if (_rules.TryGetValue(symbol, out var rule))
        {
            if (!_timed.TryGetValue(symbol, out bool constant))
            {
                _timed[symbol] = false;
                _timed[symbol] = constant = IsTimed(rule) is false;
            }

            return constant ? false : null;
        }

        return symbol.Kind is SymbolKind.Parameter or SymbolKind.Compartment && !_changing.Contains(symbol) ? false : null;
    }

    private static void Write(BoundExpression expression, StringBuilder text)
    {
        switch (expression)
        {
            case BoundNumber number:
                text.Append(number.Value.ToString("R", CultureInfo.InvariantCulture));
                break;
            case BoundSymbol symbol:
                text.Append(symbol.Symbol.Name);
                break;
            case BoundCall call:
                text.Append((int)call.Function).Append('(');
                foreach (var argument in call.Arguments)
                {
                    Write(argument, text);
                    text.Append(',');
                }

                text.Append(')');
                break;
            default:
                text.Append('t');
                break;
        }
    }
}
