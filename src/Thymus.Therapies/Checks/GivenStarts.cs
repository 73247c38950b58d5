using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>
/// Values that a model computes at the start by a formula, and that some patients of checks give in its place: the formula holds for all others. Of the value x it
/// makes (x is given ? x where given : formula) × (factor of x), over three constants.
/// </summary>
internal sealed class GivenStarts
{
    private readonly ImmutableHashSet<string> _names;

    private GivenStarts(BoundModel model, ImmutableHashSet<string> names) => (Model, _names) = (model, names);

    /// <summary>The model with these constants.</summary>
    public BoundModel Model { get; }

    /// <summary>Changes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="given">Names of constants and start values that a patient may give.</param>
    public static GivenStarts Of(BoundModel model, IEnumerable<string> given)
    {
        var names = given.Where(n => model.InitialAssignments.Any(a => a.Target.Name == n)).ToImmutableHashSet(StringComparer.Ordinal);
        if (names.IsEmpty)
        {
            return new(model, names);
        }

        var added = new List<Symbol>();
        ImmutableArray<InitialAssignment> assignments = [.. model.InitialAssignments.Select(a => names.Contains(a.Target.Name) ? Choice(a, added) : a)];
        return new(model with { Symbols = [.. model.Symbols, .. added], InitialAssignments = assignments }, names);
    }

    /// <summary>Whether a name is one whose formula may be replaced.</summary>
    public bool Has(string name) => _names.Contains(name);

    /// <summary>The constants that a patient brings.</summary>
    public IEnumerable<string> Supplied => _names.Order(StringComparer.Ordinal).SelectMany(n => (string[])[ValueOf(n), IsGiven(n), FactorOf(n)]);

    /// <summary>The constant that holds a given value.</summary>
    public static string ValueOf(string name) => name + " where given";

    /// <summary>The constant that is 1 where the value is given, 0 elsewhere.</summary>
    public static string IsGiven(string name) => name + " is given";

    /// <summary>The constant by which the value is multiplied.</summary>
    public static string FactorOf(string name) => "factor of " + name;

    private static InitialAssignment Choice(InitialAssignment formula, List<Symbol> added)
    {
        string name = formula.Target.Name;
        var span = formula.Span;
        var isGiven = new BoundCall(Function.Greater, [Constant(IsGiven(name), 0, Unit.Dimensionless), new BoundNumber(0.5, null, span)], span);
        var value = new BoundCall(Function.Piecewise, [Constant(ValueOf(name), 0, formula.Target.Unit), isGiven, formula.Expression], span);
        return formula with { Expression = new BoundCall(Function.Multiply, [Constant(FactorOf(name), 1, Unit.Dimensionless), value], span) };

        BoundSymbol Constant(string id, double otherwise, Unit? unit)
        {
            added.Add(new Symbol(id, SymbolKind.Parameter, span) { Unit = unit, InitialValue = otherwise, IsConstant = true });
            return new BoundSymbol(added[^1], span);
        }
    }
}
