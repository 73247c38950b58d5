using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation.Tests;

/// <summary>Writes bound models in C#, so that these tests need no reader.</summary>
internal sealed class ModelText
{
    private readonly List<Symbol> _symbols = [];
    private readonly List<Reaction> _reactions = [];
    private readonly List<Rule> _rules = [];
    private readonly List<InitialAssignment> _initial = [];
    private readonly List<ModelEvent> _events = [];

    public static SourceSpan Nowhere { get; } = new("test.ant", 1, 1, 0);

    public static BoundExpression Time { get; } = new BoundTime(Nowhere);

    public static BoundExpression Number(double value) => new BoundNumber(value, null, Nowhere);

    public static BoundExpression Call(Function function, params BoundExpression[] arguments) =>
        new BoundCall(function, [.. arguments], Nowhere);

    public Symbol Parameter(string name, double value = double.NaN) =>
        Add(new Symbol(name, SymbolKind.Parameter, Nowhere) { InitialValue = value });

    public Symbol Compartment(string name, double value = double.NaN) =>
        Add(new Symbol(name, SymbolKind.Compartment, Nowhere) { InitialValue = value });

    public Symbol Species(
        string name, double value = double.NaN, Symbol? compartment = null, bool isAmount = false, bool isBoundary = false,
        bool valueIsAmount = false) =>
        Add(new Symbol(name, SymbolKind.Species, Nowhere)
        {
            InitialValue = value,
            Compartment = compartment,
            IsAmount = isAmount,
            IsBoundary = isBoundary,
            InitialValueIsAmount = valueIsAmount,
        });

    public Symbol Reaction(string name, Symbol[] reactants, Symbol[] products, BoundExpression? rate, bool isFast = false)
    {
        var symbol = Add(new Symbol(name, SymbolKind.Reaction, Nowhere));
        _reactions.Add(new Reaction(
            symbol, [.. reactants.Select(s => new Participant(s, 1))], [.. products.Select(s => new Participant(s, 1))], false, rate, Nowhere)
        {
            IsFast = isFast,
        });
        return symbol;
    }

    public ModelText Assign(Symbol target, BoundExpression value) => Rule(RuleKind.Assignment, target, value);

    public ModelText Rate(Symbol target, BoundExpression value) => Rule(RuleKind.Rate, target, value);

    public ModelText Algebraic(BoundExpression value) => Rule(RuleKind.Algebraic, null, value);

    public ModelText Start(Symbol target, BoundExpression value)
    {
        _initial.Add(new InitialAssignment(target, value, Nowhere));
        return this;
    }

    public ModelText At(string name, BoundExpression trigger, bool before, params (Symbol Target, BoundExpression Value)[] assignments) =>
        At(new ModelEvent(
            name, trigger, null, null, before, true, true, [.. assignments.Select(a => new EventAssignment(a.Target, a.Value))], Nowhere));

    public ModelText At(ModelEvent item)
    {
        _events.Add(item);
        return this;
    }

    public BoundModel Model() => new()
    {
        Id = "test",
        Symbols = [.. _symbols],
        Reactions = [.. _reactions],
        Rules = [.. _rules],
        InitialAssignments = [.. _initial],
        Events = [.. _events],
    };

    private ModelText Rule(RuleKind kind, Symbol? target, BoundExpression value)
    {
        _rules.Add(new Rule(kind, target, value, Nowhere));
        return this;
    }

    private Symbol Add(Symbol symbol)
    {
        _symbols.Add(symbol);
        return symbol;
    }
}

/// <summary>Infix notation for bound expressions.</summary>
internal static class Notation
{
    extension(Symbol symbol)
    {
        public BoundExpression Value => new BoundSymbol(symbol, ModelText.Nowhere);
    }

    extension(BoundExpression)
    {
        public static BoundExpression operator +(BoundExpression a, BoundExpression b) => ModelText.Call(Function.Add, a, b);

        public static BoundExpression operator -(BoundExpression a, BoundExpression b) => ModelText.Call(Function.Subtract, a, b);

        public static BoundExpression operator *(BoundExpression a, BoundExpression b) => ModelText.Call(Function.Multiply, a, b);

        public static BoundExpression operator /(BoundExpression a, BoundExpression b) => ModelText.Call(Function.Divide, a, b);
    }
}
